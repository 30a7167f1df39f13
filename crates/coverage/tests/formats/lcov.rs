use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = "\
TN:unit
SF:src/add.js
FN:1,add
FNDA:4,add
FNF:1
FNH:1
BRDA:2,0,0,4
BRDA:2,0,1,-
BRF:2
BRH:1
DA:1,4
DA:2,4
DA:5,0
LF:3
LH:2
end_of_record
";

/// A record of one file.
fn record(lines: &str) -> String {
    format!("SF:a.c\n{lines}\nend_of_record\n")
}

#[test]
fn lines_branches_and_functions_are_read() {
    assert_snapshot!(show(SAMPLE), @r"
    src/add.js 1:4 2:4(1/2 0.0:4 0.1:0) 5:0
      fn add@1:4
    ");
    assert_eq!(report(SAMPLE).files["src/add.js"].line_percent().to_string(), "2/3");
}

#[test]
fn a_checksum_is_no_count() {
    // octocov rejects the third field.
    assert_snapshot!(show(record("DA:1,2,PF4Rz2r7RTliO9u6bZ7h6g\nDA:2,0,yGMB6FhEEAd8OyASe3Ni1w")), @"a.c 1:2 2:0");
}

#[test]
fn counts_are_as_large_as_they_are() {
    // llvm-project#171822: past 2^63; lcov#272: negative; some tools write floats.
    let counts =
        record("DA:1,18446744073709551151\nDA:2,99999999999999999999999\nDA:3,-5\nDA:4,1e3\nDA:5,0.5");
    assert_snapshot!(show(counts), @r"
    a.c 1:18446744073709551151 2:18446744073709551615 3:0 4:1000 5:1
    NegativeCount ×1 first at 62
    OddCount ×2 first at 70
    ");
}

#[test]
fn a_line_that_stands_twice_counts_once() {
    // litecov#59.
    let twice = report(record("DA:1,0\nDA:2,1\nDA:1,3\nDA:2,0"));
    assert_eq!(twice.files["a.c"].line_percent().to_string(), "2/2");
}

#[test]
fn a_file_that_stands_twice_is_one() {
    let other = "SF:b.c\nDA:1,1\nend_of_record\n";
    let twice = record("DA:1,0\nDA:2,1") + other + &record("DA:1,3\nDA:3,0");
    assert_snapshot!(show(twice), @r"
    a.c 1:3 2:1 3:0
    b.c 1:1
    ");
}

#[test]
fn a_test_s_name_is_optional_and_may_be_anything() {
    // fastcov#104.
    for head in ["", "TN:\n", "TN:a,b c\n", "# comment\n\nTN:x\n"] {
        assert_eq!(show(format!("{head}{}", record("DA:1,1"))), "a.c 1:1\n");
    }
    assert!(report("TN:\n").is_empty());
}

#[test]
fn paths_are_kept_as_they_are() {
    // octocov skips Windows' paths.
    for path in ["C:\\src\\a.c", "./a.c", "/abs/a b.c", "ä.c", "a,b:c.c"] {
        assert_eq!(show(format!("SF:{path}\nDA:1,1\nend_of_record\n")), format!("{path} 1:1\n"));
    }
    let latin = b"SF:\xe4.c\nDA:1,1\nend_of_record\n";
    assert_eq!(show(latin), "\u{fffd}.c 1:1\n");
    assert_snapshot!(show("SF:\nDA:1,1\nend_of_record\nSF:a.c\nDA:2,1\nend_of_record\n"), @r"
    a.c 2:1
    NoPath ×1 first at 0
    ");
}

#[test]
fn branches_are_a_free_text() {
    // lcov 1.16 drops text branches and `e` branches, Coveralls knows digits alone, and a text may hold commas.
    let branches = record(
        "DA:1,1\nBRDA:1,0,(x, y) == 1,2\nBRDA:1,0,else,0\nBRDA:1,e1,0,3\nBRDA:1,e1,1,-\nBRDA:1,U2,0,0\nBRDA:1,fe3,0,1",
    );
    assert_snapshot!(show(branches), @"a.c 1:1(3/5 1.0:3 1.1:0 3.0:1 0,(x, y) == 1:2 0,else:0)");
}

#[test]
fn a_branch_without_its_line_is_kept() {
    assert_snapshot!(show(record("DA:1,1\nBRDA:9,0,0,1\nBRDA:9,0,1,0")), @"a.c 1:1 9:-(1/2 0.0:1 0.1:0)");
}

#[test]
fn a_function_may_have_an_end_or_not() {
    // bazel#25118; undercover raises on `FN`; a name of C++ holds commas.
    let functions = record(
        "FN:1,5,with_end\nFN:7,without\nFN:9,f(int, char)\nFNDA:2,with_end\nFNDA:0,without\nFNDA:1,f(int, char)\nFNDA:3,unknown\nDA:1,1",
    );
    assert_snapshot!(show(functions), @r"
    a.c 1:1
      fn unknown:3
      fn with_end@1:2
      fn without@7:0
      fn f(int, char)@9:1
    ");
}

#[test]
fn functions_with_an_end_are_as_many_as_those_without() {
    // lcov 1.16 takes the end for a part of the name: 1 of 4.
    let functions = report(record("FN:1,5,f\nFN:7,9,g\nFNDA:1,f\nFNDA:0,g\nDA:1,1"));
    assert_eq!(functions.files["a.c"].function_percent().to_string(), "1/2");
}

#[test]
fn functions_of_2_2_are_told_by_index() {
    // vscode-cmake-tools#4398. An alias is the same function.
    let functions = record("FNL:0,1,5\nFNA:0,2,f(int, char)\nFNA:0,3,alias\nFNL:1,7\nFNA:1,0,g\nDA:1,1");
    assert_snapshot!(show(functions), @r"
    a.c 1:1
      fn f(int, char)@1:3
      fn g@7:0
    ");
}

#[test]
fn sums_count_where_the_lines_are_missing() {
    assert_snapshot!(show(record("LF:10\nLH:7\nBRF:4\nBRH:9\nFNF:0\nFNH:0")), @r"
    a.c
      sums: lines 7/10 branches 4/4
    ");
    // Elsewhere the lines speak for themselves.
    assert_snapshot!(show(record("DA:1,1\nLF:10\nLH:7")), @"a.c 1:1");
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = record(
        "DA:0,1\nDA:-1,1\nDA:4294967296,1\nXYZ:new in a later version\nMCDC:1,2,t,0,0,x\nVER:1\nDA:2,1",
    );
    assert_snapshot!(show(odd), @r"
    a.c 2:1
    OddLine ×3 first at 7
    UnknownRecord ×1 first at 38
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse("SF:a.c\nDA:1,1\nDA:2"), @"`report`:3:1: expected `DA:line,hits` in this LCOV report, found `DA:2`");
    assert_snapshot!(refuse("SF:a.c\nDA:1,1\n"), @"`report`:3:1: expected `end_of_record` in this LCOV report, found the end of the file");
    assert_snapshot!(refuse("SF:a.c\nDA:1,1\nSF:b.c\nend_of_record\n"), @"`report`:3:1: expected `end_of_record` before the next `SF:` in this LCOV report, found `SF:b.c`");
    assert_snapshot!(refuse("TN:x\nDA:1,1\n"), @"`report`:2:1: expected `SF:` before what is told of a file in this LCOV report, found `DA:1,1`");
    assert_snapshot!(refuse(record("hello, world")), @"`report`:2:1: expected a record such as `DA:1,1` or `end_of_record` in this LCOV report, found `hello, world`");
    assert_snapshot!(refuse(record("BRDA:1,0,0")), @"`report`:2:1: expected `BRDA:line,block,branch,taken` in this LCOV report, found `BRDA:1,0,0`");
    assert_snapshot!(refuse(record("DA:1,")), @"`report`:2:1: expected `DA:line,hits` in this LCOV report, found `DA:1,`");
    assert_snapshot!(refuse(record("FN:x,y")), @"`report`:2:1: expected `FN:line,name` or `FN:line,end,name` in this LCOV report, found `FN:x,y`");
    assert_snapshot!(refuse("SF:a.c\nDA:1,1\nend_of_rec"), @"`report`:3:1: expected a record such as `DA:1,1` or `end_of_record` in this LCOV report, found `end_of_rec`");
}

#[test]
fn a_file_that_nobody_wants_is_skipped_unread() {
    use deploy_kit_coverage::model::{Percent, Span, Totals};
    use deploy_kit_coverage::read::{ArmName, Oddity, Sink, read_into};

    /// Wants `b.c` alone.
    #[derive(Default)]
    struct Picky {
        lines: Vec<(u32, u64)>,
    }

    impl Sink for Picky {
        fn writer(&mut self, _name: &str) {}
        fn made(&mut self, _seconds: i64) {}
        fn file(&mut self, path: &str) -> bool {
            path == "b.c"
        }
        fn line(&mut self, number: u32, hits: u64) {
            self.lines.push((number, hits));
        }
        fn arm(&mut self, _: u32, _: ArmName<'_>, _: u64) {}
        fn branches(&mut self, _: u32, _: Percent, _: Option<&[&str]>) {}
        fn function(&mut self, _: &str, _: Option<u32>, _: u64) {}
        fn statement(&mut self, _: Span, _: u32, _: u64) {}
        fn totals(&mut self, _: &Totals) {}
        fn root(&mut self, _: &str) {}
        fn odd(&mut self, _: Oddity, _: usize) {}
    }

    let mut picky = Picky::default();
    let text =
        "SF:a.c\nDA:1,1\nnonsense\nend_of_record\nSF:b.c\nDA:2,1\nend_of_record\nSF:c.c\nend_of_record\n";
    read_into("report", text.as_bytes(), &mut picky).unwrap();
    assert_eq!(picky.lines, [(2, 1)]);
    let cut = "SF:a.c\nDA:1,1\n";
    assert!(read_into("report", cut.as_bytes(), &mut Picky::default()).is_err());
}
