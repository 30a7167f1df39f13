//! What may stand in a section.

/// One section of the file, as its tool declares it.
#[derive(Debug, Clone)]
pub struct Section {
    /// The table's name.
    pub name: &'static str,
    /// What the table holds: [`Kind::Table`], or [`Kind::Tables`] for `[[package]]`.
    pub kind: Kind,
    /// One sentence.
    pub help: String,
}

/// A key and what it may hold.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key, in kebab case.
    pub name: String,
    /// One sentence.
    pub help: String,
    /// What it may hold.
    pub kind: Kind,
    /// The value without it, as a person would write it.
    pub default: Option<String>,
}

impl Field {
    /// A field without a default.
    pub fn new(name: impl Into<String>, kind: Kind, help: impl Into<String>) -> Self {
        Self { name: name.into(), help: help.into(), kind, default: None }
    }
}

/// The kinds of values.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A whole number or a fraction.
    Number,
    /// One of these strings.
    Choice(Vec<String>),
    /// A string, or a table with these keys and no others; the string stands for the first of them.
    TextOr(Vec<Field>),
    /// A list of values of one kind; one value alone stands for a list of one.
    List(Box<Self>),
    /// A table whose keys are free and whose values are of one kind.
    Map(Box<Self>),
    /// A table with these keys and no others.
    Table(Vec<Field>),
    /// A list of such tables.
    Tables(Vec<Field>),
}

impl Kind {
    /// What a person would call it.
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "a string".into(),
            Self::Boolean => "`true` or `false`".into(),
            Self::Integer => "a whole number".into(),
            Self::Number => "a number".into(),
            Self::Choice(values) => format!("one of `{}`", values.join("`, `")),
            Self::TextOr(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                format!("a string or a table of `{}`", names.join("`, `"))
            }
            Self::List(item) => format!("a list, each {}", item.describe()),
            Self::Map(_) | Self::Table(_) => "a table".into(),
            Self::Tables(_) => "a list of tables".into(),
        }
    }
}
