//! What the comment is to say: from an argument, a file, standard input or a template.

use std::io::Read as _;
use std::path::Path;

use deploy_kit_core::template::Templates;
use deploy_kit_core::tool::Failure;
use serde_json::Value;

use crate::args::CommentArgs;

/// Standard input in the place of a file.
const STDIN: &str = "-";

/// Reads the text.
///
/// # Errors
/// There is none, a file cannot be read, or the template does not render.
pub(crate) fn read(args: &CommentArgs) -> Result<String, Failure> {
    let text = match (&args.body, &args.file, &args.template) {
        (Some(body), _, _) => body.clone(),
        (None, Some(file), _) => content(file)?,
        (None, None, Some(template)) => rendered(template, args.data.as_deref())?,
        // A row needs no text below the table.
        (None, None, None) if args.row.is_some() => return Ok(String::new()),
        (None, None, None) => {
            let hint = "give it by `--body`, `--file` or `--template`";
            return Err(Failure::usage("there is nothing to say").hint(Some(hint.to_owned())));
        }
    };
    if text.trim().is_empty() {
        let hint = "to take a comment away, use `--mode delete`";
        return Err(Failure::usage("the text of the comment is empty").hint(Some(hint.to_owned())));
    }
    Ok(text)
}

/// A file's content as text.
pub(crate) fn content(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let result = match path.as_os_str() == STDIN {
        true => std::io::stdin().read_to_end(&mut bytes).map(drop),
        false => std::fs::read(path).map(|content| bytes = content),
    };
    result.map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("`{}` is not UTF-8", path.display())))
}

fn rendered(template: &Path, data: Option<&Path>) -> Result<String, Failure> {
    let source = content(template)?;
    let data: Value = match data {
        Some(path) => serde_json::from_str(&content(path)?)
            .map_err(|error| Failure::usage(format!("`{}` is not JSON: {error}", path.display())))?,
        None => Value::Null,
    };
    let name = template.display().to_string();
    Templates::new().embed(&name, &source).render(&name, &data).map_err(Failure::usage)
}
