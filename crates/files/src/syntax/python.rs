//! The words of Python, and of Starlark, which has the same: enough to find a string that is assigned or passed
//! by name.

use std::ops::Range;

use super::Text;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word<'a> {
    /// A name, a keyword.
    Name(&'a str),
    /// A string that says what stands between its quotes: no bytes, no format, no escapes.
    Text(Text),
    /// A whole number.
    Number(Text),
    /// A string of another kind, an operator.
    Other(&'a str),
    /// The end of a statement's line.
    End,
}

/// Where a word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) word: Word<'a>,
    /// How many brackets are open around it.
    pub(crate) depth: usize,
    /// Whether it is the first of its line, and nothing stands in front of it: a statement of the module.
    pub(crate) begins: bool,
}

impl Token<'_> {
    pub(crate) fn is(&self, operator: &str) -> bool {
        self.word == Word::Other(operator)
    }
}

/// Every word of a text.
pub(crate) fn tokens(content: &str) -> Vec<Token<'_>> {
    let bom = content.len() - content.strip_prefix('\u{feff}').unwrap_or(content).len();
    let mut lexer = Lexer { content, at: bom, line: bom, depth: 0, tokens: Vec::new() };
    while lexer.step() {}
    lexer.push(Word::End, content.len());
    lexer.tokens
}

/// A value that is assigned to a name or passed by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// A string.
    Text(Text),
    /// What another name holds.
    Name(&'a str),
    /// Numbers in parentheses.
    Numbers(Vec<Text>),
    /// Something that is computed.
    Computed,
}

/// What the module assigns to a name, the first time that it does: `a = "x"`, `a: str = "x"`, `a = b = "x"`.
pub(crate) fn assigned<'a>(tokens: &[Token<'a>], name: &str) -> Option<Value<'a>> {
    let statements = (0..tokens.len()).filter(|&at| tokens[at].begins);
    statements.map(|at| &tokens[at..]).find_map(|statement| {
        let end = statement.iter().position(|token| token.word == Word::End)?;
        let parts: Vec<_> = statement[..end].split(|token| token.depth == 0 && token.is("=")).collect();
        let (value, names) = parts.split_last()?;
        let is_named = |target: &&[Token<'a>]| match target.split_first() {
            Some((first, rest)) => {
                first.word == Word::Name(name) && rest.first().is_none_or(|token| token.is(":"))
            }
            None => false,
        };
        names.iter().any(is_named).then(|| read(value))
    })
}

/// What the first call of a function passes by a name: `f(…, a = "x")`, also as `m.f(…)`.
pub(crate) fn passed<'a>(tokens: &[Token<'a>], function: &str, name: &str) -> Option<Value<'a>> {
    let is_call = |pair: &[Token<'a>]| pair[0].word == Word::Name(function) && pair[1].is("(");
    let is_defined = |at: usize| at > 0 && tokens[at - 1].word == Word::Name("def");
    let call =
        (0..tokens.len().saturating_sub(1)).find(|&at| is_call(&tokens[at..at + 2]) && !is_defined(at))?;
    let inside = tokens[call + 1].depth + 1;
    let arguments: Vec<_> =
        tokens[call + 2..].iter().take_while(|token| token.depth >= inside).cloned().collect();
    arguments.split(|token| token.depth == inside && token.is(",")).find_map(|argument| match argument {
        [word, equals, value @ ..] if word.word == Word::Name(name) && equals.is("=") => Some(read(value)),
        _ => None,
    })
}

fn read<'a>(value: &[Token<'a>]) -> Value<'a> {
    let value: Vec<&Word<'a>> =
        value.iter().map(|token| &token.word).filter(|word| **word != Word::End).collect();
    match &value[..] {
        [Word::Text(text)] => Value::Text(text.clone()),
        [Word::Name(name)] => Value::Name(name),
        [Word::Other("("), inner @ .., Word::Other(")")] => {
            let numbers = inner.split(|word| **word == Word::Other(","));
            let numbers = numbers.filter(|part| !part.is_empty()).map(|part| match part {
                [Word::Number(number)] => Some(number.clone()),
                _ => None,
            });
            numbers.collect::<Option<_>>().map_or(Value::Computed, Value::Numbers)
        }
        _ => Value::Computed,
    }
}

struct Lexer<'a> {
    content: &'a str,
    at: usize,
    /// Where the line starts.
    line: usize,
    depth: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Lexer<'a> {
    fn push(&mut self, word: Word<'a>, start: usize) {
        let after_end = self.tokens.last().is_none_or(|token| token.word == Word::End);
        if word == Word::End && after_end {
            return;
        }
        let begins = after_end && start == self.line;
        self.tokens.push(Token { word, depth: self.depth, begins });
    }

    fn step(&mut self) -> bool {
        let (start, rest) = (self.at, &self.content[self.at..]);
        let Some(first) = rest.chars().next() else { return false };
        self.at += first.len_utf8();
        match first {
            '\n' => {
                if self.depth == 0 {
                    self.push(Word::End, start);
                }
                self.line = self.at;
            }
            '\\' => self.at += rest[1..].find(['\n']).map_or(0, |at| at + 1),
            '#' => self.at = start + rest.find('\n').unwrap_or(rest.len()),
            ';' if self.depth == 0 => self.push(Word::End, start),
            '"' | '\'' => self.string(start, 0),
            c if c.is_whitespace() => {}
            c if c.is_ascii_digit() => {
                let length = length(rest);
                let number = &rest[..length];
                self.at = start + length;
                let is_whole = number.bytes().all(|byte| byte.is_ascii_digit());
                let text = Text { span: start..self.at, value: number.to_owned() };
                self.push(if is_whole { Word::Number(text) } else { Word::Other(number) }, start);
            }
            c if c.is_alphabetic() || c == '_' => {
                let length = length(rest);
                let name = &rest[..length];
                let is_prefix = name.len() <= 2 && name.chars().all(|c| "rRbBfFuUtT".contains(c));
                match rest[length..].starts_with(['"', '\'']) && is_prefix {
                    true => self.string(start, length),
                    false => {
                        self.at = start + length;
                        self.push(Word::Name(name), start);
                    }
                }
            }
            '(' | '[' | '{' => {
                self.push(Word::Other(&rest[..1]), start);
                self.depth += 1;
            }
            ')' | ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                self.push(Word::Other(&rest[..1]), start);
            }
            c => {
                // `==` is no assignment, nor are `+=` and `!=`.
                let double = rest[c.len_utf8()..].starts_with('=');
                self.at += usize::from(double);
                self.push(Word::Other(&self.content[start..self.at]), start);
            }
        }
        true
    }

    /// The string whose prefix has so many letters.
    fn string(&mut self, start: usize, prefix: usize) {
        let quote = start + prefix;
        let rest = &self.content[quote..];
        let many = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        let quotes = &rest[..if many { 3 } else { 1 }];
        let inner = quote + quotes.len();
        let Some(length) = closing(&self.content[inner..], quotes) else {
            // Not closed: what stands behind it cannot be told from the string.
            self.at = self.content.len();
            return self.push(Word::Other(""), start);
        };
        self.at = inner + length + quotes.len();
        let span: Range<usize> = inner..inner + length;
        let value = &self.content[span.clone()];
        let is_literal =
            !value.contains('\\') && self.content[start..quote].chars().all(|letter| "rRuU".contains(letter));
        match is_literal {
            true => self.push(Word::Text(Text { span, value: value.to_owned() }), start),
            false => self.push(Word::Other(""), start),
        }
    }
}

/// How long a name or a number is.
fn length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Where the closing quotes stand.
fn closing(text: &str, quotes: &str) -> Option<usize> {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'\n' if quotes.len() == 1 => return None,
            _ if bytes[at..].starts_with(quotes.as_bytes()) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Option<Value<'_>>) -> Option<String> {
        match value? {
            Value::Text(text) => Some(text.value),
            Value::Name(name) => Some(format!("name {name}")),
            Value::Numbers(numbers) => {
                Some(numbers.iter().map(|number| number.value.as_str()).collect::<Vec<_>>().join("."))
            }
            Value::Computed => Some("computed".to_owned()),
        }
    }

    #[test]
    fn what_a_module_assigns() {
        let module = "\u{feff}\"\"\"a = '0'\n\"\"\"\n# a = '1'\nif x:\n    a = '2'\nb == '3'\nf(\na='4'\n)\na: str = \"5\" # six\n\
                      b = c = r'7'\nd = ('8',)\ne = (1, 2,\n 0)\ng = f'{x}'\nh = '9' '10'\ni = b; j = '11'\nk = 'x\\x31'\n";
        let tokens = tokens(module);
        let found = |name| text(assigned(&tokens, name));
        for (name, value) in [
            ("a", "5"),
            ("b", "7"),
            ("c", "7"),
            ("d", "computed"),
            ("e", "1.2.0"),
            ("g", "computed"),
            ("h", "computed"),
            ("i", "name b"),
            ("k", "computed"),
        ] {
            assert_eq!(found(name).as_deref(), Some(value), "{name}");
        }
        for name in ["j", "x", "f", "str"] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn what_a_call_is_given() {
        let module = "def setup(version='0'): pass\nx.setup(\n  name = 'a', # version='1'\n  b = dict(version='2'),\n  version = '3',\n)\nsetup(version='4')\n";
        let tokens = tokens(module);
        let found = |name| text(passed(&tokens, "setup", name));
        assert_eq!(found("version").as_deref(), Some("3"));
        assert_eq!((found("name").as_deref(), found("b").as_deref()), (Some("a"), Some("computed")));
        assert_eq!(found("c"), None);
    }
}
