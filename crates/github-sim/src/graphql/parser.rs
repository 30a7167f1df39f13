//! Reading a document.

use serde_json::Value;

use super::lexer::{Token, tokens};
use super::syntax::{Directive, Document, Field, Fragment, Operation, Selection, Term};

/// The position in the words.
struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

type Parsed<T> = Result<T, String>;

/// Reads a document.
///
/// # Errors
///
/// What stands where something else is expected.
pub(super) fn parse(text: &str) -> Parsed<Document> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let mut document = Document::default();
    while parser.at < parser.tokens.len() {
        if parser.takes_name("fragment") {
            let name = parser.name()?;
            parser.word("on")?;
            let on = parser.name()?;
            parser.directives()?;
            document.fragments.insert(name, Fragment { on, selections: parser.selections()? });
        } else {
            document.operations.push(parser.operation()?);
        }
    }
    if document.operations.is_empty() { Err("no operation is there".to_owned()) } else { Ok(document) }
}

impl Parser {
    fn operation(&mut self) -> Parsed<Operation> {
        let mut operation =
            Operation { mutates: false, name: None, variables: Vec::new(), selections: Vec::new() };
        if self.peek() != Some(&Token::Sign('{')) {
            operation.mutates = match self.name()?.as_str() {
                "query" => false,
                "mutation" => true,
                other => return Err(format!("Expected query or mutation, actual: {other}")),
            };
            if let Some(Token::Name(_)) = self.peek() {
                operation.name = Some(self.name()?);
            }
            operation.variables = self.variables()?;
            self.directives()?;
        }
        operation.selections = self.selections()?;
        Ok(operation)
    }

    fn variables(&mut self) -> Parsed<Vec<(String, Option<Term>)>> {
        let mut variables = Vec::new();
        if self.takes('(') {
            while !self.takes(')') {
                self.sign('$')?;
                let name = self.name()?;
                self.sign(':')?;
                self.kind()?;
                let default = if self.takes('=') { Some(self.term()?) } else { None };
                variables.push((name, default));
            }
        }
        Ok(variables)
    }

    /// The type of a variable: only its form is looked at here.
    fn kind(&mut self) -> Parsed<()> {
        if self.takes('[') {
            self.kind()?;
            self.sign(']')?;
        } else {
            self.name()?;
        }
        self.takes('!');
        Ok(())
    }

    fn selections(&mut self) -> Parsed<Vec<Selection>> {
        self.sign('{')?;
        let mut selections = Vec::new();
        while !self.takes('}') {
            selections.push(if self.takes('.') { self.fragment()? } else { Selection::Field(self.field()?) });
        }
        if selections.is_empty() { Err("a selection is empty".to_owned()) } else { Ok(selections) }
    }

    fn fragment(&mut self) -> Parsed<Selection> {
        if self.takes_name("on") {
            let on = Some(self.name()?);
            let directives = self.directives()?;
            return Ok(Selection::Inline { on, directives, selections: self.selections()? });
        }
        if let Some(Token::Name(_)) = self.peek() {
            return Ok(Selection::Spread { name: self.name()?, directives: self.directives()? });
        }
        let directives = self.directives()?;
        Ok(Selection::Inline { on: None, directives, selections: self.selections()? })
    }

    fn field(&mut self) -> Parsed<Field> {
        let mut name = self.name()?;
        let key = name.clone();
        if self.takes(':') {
            name = self.name()?;
        }
        let arguments = self.arguments()?;
        let directives = self.directives()?;
        let nested = self.peek() == Some(&Token::Sign('{'));
        let selections = if nested { self.selections()? } else { Vec::new() };
        Ok(Field { key, name, arguments, directives, selections })
    }

    fn arguments(&mut self) -> Parsed<Vec<(String, Term)>> {
        if self.takes('(') { self.pairs(')') } else { Ok(Vec::new()) }
    }

    fn pairs(&mut self, end: char) -> Parsed<Vec<(String, Term)>> {
        let mut pairs = Vec::new();
        while !self.takes(end) {
            let name = self.name()?;
            self.sign(':')?;
            pairs.push((name, self.term()?));
        }
        Ok(pairs)
    }

    fn directives(&mut self) -> Parsed<Vec<Directive>> {
        let mut directives = Vec::new();
        while self.takes('@') {
            directives.push(Directive { name: self.name()?, arguments: self.arguments()? });
        }
        Ok(directives)
    }

    fn term(&mut self) -> Parsed<Term> {
        let token = self.next()?;
        Ok(match token {
            Token::Sign('$') => Term::Variable(self.name()?),
            Token::Sign('{') => Term::Object(self.pairs('}')?),
            Token::Sign('[') => {
                let mut list = Vec::new();
                while !self.takes(']') {
                    list.push(self.term()?);
                }
                Term::List(list)
            }
            Token::Text(text) => Term::Literal(Value::String(text)),
            Token::Number(text) => {
                let number = serde_json::from_str(&text).map_err(|_| format!("{text} is not a number"))?;
                Term::Literal(number)
            }
            Token::Name(name) => Term::Literal(match name.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => Value::String(name),
            }),
            Token::Sign(other) => return Err(unexpected(&Token::Sign(other))),
        })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Parsed<Token> {
        let token = self.peek().cloned().ok_or("Unexpected end of document")?;
        self.at += 1;
        Ok(token)
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn takes_name(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char) -> Parsed<()> {
        match self.next()? {
            Token::Sign(found) if found == sign => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    fn word(&mut self, word: &str) -> Parsed<()> {
        if self.takes_name(word) { Ok(()) } else { Err(unexpected(&self.next()?)) }
    }

    fn name(&mut self) -> Parsed<String> {
        match self.next()? {
            Token::Name(name) => Ok(name),
            other => Err(unexpected(&other)),
        }
    }
}

fn unexpected(token: &Token) -> String {
    match token {
        Token::Name(text) | Token::Number(text) | Token::Text(text) => format!("Unexpected: \"{text}\""),
        Token::Sign(sign) => format!("Unexpected: \"{sign}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_with_everything_is_read() {
        let document = parse(
            "query Q($a: [Int!]! = [1], $b: X) @d { r(a: $a, o: {k: E, l: [true, null]}) { x: y ...F ... on T { z } } }
             fragment F on R { id }",
        )
        .unwrap();
        let operation = &document.operations[0];
        assert_eq!(operation.name.as_deref(), Some("Q"));
        assert_eq!(operation.variables.len(), 2);
        let Selection::Field(field) = &operation.selections[0] else { panic!() };
        assert_eq!(field.arguments.len(), 2);
        assert_eq!(field.selections.len(), 3);
        assert!(document.fragments.contains_key("F"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in ["", "{", "{}", "query { a( }", "subscription { a }", "{ a(b: ) }", "{ a } }"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
