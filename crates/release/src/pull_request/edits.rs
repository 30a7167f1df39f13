//! What people have changed on the branch, carried over to the files as new commits want them.

use deploy_kit_git::FileKind;

use super::three_way;

/// A file at some commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its bytes; of a submodule the commit's hash.
    pub bytes: Vec<u8>,
    /// What it is.
    pub kind: FileKind,
}

/// A file that people have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Its path from the repository's root.
    pub path: String,
    /// As it was when they began.
    pub before: Option<File>,
    /// As they want it.
    pub theirs: Option<File>,
    /// As it is to be without them.
    pub ours: Option<File>,
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// What it is to be, where that is not what it is without them; within it `None` takes it away.
    pub file: Option<Option<File>>,
    /// What it would say where both have changed the same lines: theirs stay.
    pub left_out: Option<String>,
}

/// Merges three versions of a file.
pub(super) fn merge(edit: &Edit) -> Merged {
    let Edit { before, theirs, ours, .. } = edit;
    if theirs == ours || theirs == before {
        return Merged { file: None, left_out: None };
    }
    let keep = |left_out: Option<String>| Merged { file: Some(theirs.clone()), left_out };
    if ours == before {
        return keep(None);
    }
    let text = |file: &Option<File>| match file {
        Some(file) if file.kind != FileKind::Submodule => String::from_utf8(file.bytes.clone()).ok(),
        Some(_) | None => None,
    };
    let (Some(theirs_text), Some(ours_text)) = (text(theirs), text(ours)) else {
        let submodule = ours.as_ref().filter(|ours| ours.kind == FileKind::Submodule);
        let left_out = match submodule {
            Some(ours) => format!("the submodule at {}", String::from_utf8_lossy(&ours.bytes)),
            None => text(ours).unwrap_or_else(|| "a file that is no text, or none".to_owned()),
        };
        return keep(Some(left_out));
    };
    let merge = three_way::merge(&text(before).unwrap_or_default(), &theirs_text, &ours_text);
    let kind = theirs.as_ref().map_or(FileKind::File, |theirs| theirs.kind);
    let merged = Some(File { bytes: merge.text.into_bytes(), kind });
    Merged {
        file: (merged != *ours).then_some(merged),
        left_out: (!merge.left_out.is_empty()).then(|| merge.left_out.join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Option<File> {
        Some(File { bytes: text.as_bytes().to_vec(), kind: FileKind::File })
    }

    fn merged(before: Option<File>, theirs: Option<File>, ours: Option<File>) -> Merged {
        merge(&Edit { path: "CHANGELOG.md".to_owned(), before, theirs, ours })
    }

    fn clean(file: Option<Option<File>>) -> Merged {
        Merged { file, left_out: None }
    }

    #[test]
    fn both_sides_stay() {
        let before = file("# Log\n\n## 1.1.0\n\n- a\n\n## 1.0.0\n\n- z\n");
        let theirs = file("# Log\n\n## 1.1.0\n\n- a, explained\n\n## 1.0.0\n\n- z\n");
        let ours = file("# Log\n\n## 1.1.0\n\n- a\n- b\n\n## 1.0.0\n\n- z\n");
        let both = file("# Log\n\n## 1.1.0\n\n- a, explained\n- b\n\n## 1.0.0\n\n- z\n");
        assert_eq!(merged(before, theirs, ours), clean(Some(both)));
    }

    #[test]
    fn one_side_alone_is_taken() {
        assert_eq!(merged(file("a"), file("b"), file("a")), clean(Some(file("b"))));
        assert_eq!(merged(file("a"), file("a"), file("b")), clean(None));
        assert_eq!(merged(file("a"), file("b"), file("b")), clean(None));
        assert_eq!(merged(None, file("b"), None), clean(Some(file("b"))));
        assert_eq!(merged(file("a"), None, file("a")), clean(Some(None)));
    }

    #[test]
    fn a_submodule_is_never_merged_by_lines() {
        let at = |hash: &str| Some(File { kind: FileKind::Submodule, ..file(hash).unwrap() });
        assert_eq!(merged(at("1"), at("2"), at("1")), clean(Some(at("2"))));
        let told = Merged { file: Some(at("2")), left_out: Some("the submodule at 3".to_owned()) };
        assert_eq!(merged(at("1"), at("2"), at("3")), told);
        assert_eq!(merged(file("a\n"), at("2"), file("b\n")).file, Some(at("2")));
        assert_eq!(merged(at("1"), None, at("3")).left_out, Some("the submodule at 3".to_owned()));
    }

    #[test]
    fn the_same_lines_are_told() {
        let left_out = Some("c\n".to_owned());
        assert_eq!(
            merged(file("a\n"), file("b\n"), file("c\n")),
            Merged { file: Some(file("b\n")), left_out }
        );
        assert_eq!(merged(file("a\n"), None, file("c\n")).file, Some(None));
        let bytes = Some(File { bytes: vec![0xff], kind: FileKind::File });
        let kept = merged(file("a\n"), bytes.clone(), file("c\n"));
        assert_eq!(kept, Merged { file: Some(bytes), left_out: Some("c\n".to_owned()) });
    }
}
