//! What people have changed on the branch, carried over to the files as new commits want them.

use deploy_kit_git::FileKind;

/// A file at some commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its bytes.
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
pub(super) enum Merged {
    /// What is wanted without them is what they want.
    Same,
    /// It takes this content, or goes.
    Write(Option<File>),
    /// Both have changed the same lines: theirs is kept.
    Conflict,
}

/// Merges three versions of a file.
pub(super) fn merge(edit: &Edit) -> Merged {
    let Edit { before, theirs, ours, .. } = edit;
    if theirs == ours || theirs == before {
        return Merged::Same;
    }
    if ours == before {
        return Merged::Write(theirs.clone());
    }
    let (Some(before), Some(theirs), Some(ours)) = (before, theirs, ours) else { return Merged::Conflict };
    let text = |file: &File| String::from_utf8(file.bytes.clone()).ok();
    match (text(before), text(theirs), text(ours)) {
        (Some(before), Some(theirs_text), Some(ours)) => match diffy::merge(&before, &theirs_text, &ours) {
            Ok(text) => Merged::Write(Some(File { bytes: text.into_bytes(), kind: theirs.kind })),
            Err(_) => Merged::Conflict,
        },
        _ => Merged::Conflict,
    }
}

/// Texts of two sides over what both began with: theirs where they differ, and what ours would say there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// The merged text.
    pub text: String,
    /// The lines of ours that stand against lines of theirs.
    pub left_out: Vec<String>,
}

/// Merges three texts.
pub(super) fn merge_text(before: &str, theirs: &str, ours: &str) -> Text {
    match diffy::merge(before, theirs, ours) {
        Ok(text) => Text { text, left_out: Vec::new() },
        Err(marked) => settle(&marked),
    }
}

/// Where one of the sides of a conflict begins or ends.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn settle(marked: &str) -> Text {
    let (mut text, mut ours, mut left_out) = (String::new(), String::new(), Vec::new());
    let mut side = 0;
    for line in marked.split_inclusive('\n') {
        // A heading's underline of seven signs is no mark outside of a conflict.
        let next = (side + 1..=MARKS.len()).find(|&mark| line.starts_with(MARKS[mark - 1]));
        match next.filter(|&mark| mark == 1 || side > 0) {
            Some(4) => {
                left_out.push(std::mem::take(&mut ours));
                side = 0;
            }
            Some(mark) => side = mark,
            None if side <= 1 => text.push_str(line),
            None if side == 3 => ours.push_str(line),
            None => {}
        }
    }
    Text { text, left_out }
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

    #[test]
    fn both_sides_stay() {
        let before = file("# Log\n\n## 1.1.0\n\n- a\n\n## 1.0.0\n\n- z\n");
        let theirs = file("# Log\n\n## 1.1.0\n\n- a\n\n## 1.0.0\n\n- z, explained\n");
        let ours = file("# Log\n\n## 1.1.0\n\n- a\n- b\n\n## 1.0.0\n\n- z\n");
        let both = file("# Log\n\n## 1.1.0\n\n- a\n- b\n\n## 1.0.0\n\n- z, explained\n");
        assert_eq!(merged(before, theirs, ours), Merged::Write(both));
    }

    #[test]
    fn one_side_alone_is_taken() {
        assert_eq!(merged(file("a"), file("b"), file("a")), Merged::Write(file("b")));
        assert_eq!(merged(file("a"), file("a"), file("b")), Merged::Same);
        assert_eq!(merged(file("a"), file("b"), file("b")), Merged::Same);
        assert_eq!(merged(None, file("b"), None), Merged::Write(file("b")));
        assert_eq!(merged(file("a"), None, file("a")), Merged::Write(None));
    }

    #[test]
    fn the_same_lines_are_a_conflict() {
        assert_eq!(merged(file("a\n"), file("b\n"), file("c\n")), Merged::Conflict);
        assert_eq!(merged(file("a\n"), None, file("c\n")), Merged::Conflict);
        let bytes = Some(File { bytes: vec![0xff], kind: FileKind::File });
        assert_eq!(merged(file("a\n"), bytes, file("c\n")), Merged::Conflict);
    }

    #[test]
    fn a_text_keeps_what_people_wrote_and_tells_what_it_leaves_out() {
        let before = "one\ntwo\nthree\n";
        let clean = merge_text(before, "one, really\ntwo\nthree\n", "one\ntwo\nthree\nfour\n");
        assert_eq!(clean, Text { text: "one, really\ntwo\nthree\nfour\n".to_owned(), left_out: vec![] });
        let both = merge_text(before, "one\n2\nthree\n", "one\nII\nthree\nfour\n");
        assert_eq!(both.left_out, ["II\n"]);
        assert_eq!(both.text, "one\n2\nthree\nfour\n");
    }

    #[test]
    fn an_underlined_heading_is_no_mark() {
        let before = "Title\n=======\n\none\n";
        let both = merge_text(before, "Title\n=======\n\n1\n", "Title\n=======\n\nI\n");
        assert_eq!(both.text, "Title\n=======\n\n1\n");
        assert_eq!(both.left_out, ["I\n"]);
    }
}
