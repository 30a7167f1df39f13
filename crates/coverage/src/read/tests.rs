//! Reading by parts gives what reading all at once gives.

use std::fmt::Write;

use proptest::prelude::*;

use super::files::each_on;
use super::gather::{Idle, Job};
use super::pieces::Pieces;
use super::*;

fn by_parts(text: &[u8]) -> Result<Read, ReadError> {
    let sources = [Source::bytes("x", text)];
    each_on(3, &sources, None, |reads| reads.next().unwrap().1)
}

/// Records of LCOV with all that is odd about real ones.
fn record() -> impl Strategy<Value = String> {
    let count = || {
        prop_oneof![
            4 => (0u64..5).prop_map(|count| count.to_string()),
            1 => prop_oneof!["99999999", "18446744073709551151", "-3", r"0\.5", "1e3", "00000000000007"].prop_map(String::from),
        ]
    };
    let line = || prop_oneof![6 => 1u32..30, 1 => Just(0), 1 => Just(200_000_000)];
    let entry = prop_oneof![
        6 => (line(), count()).prop_map(|(line, count)| format!("DA:{line},{count}")),
        1 => (line(), count()).prop_map(|(line, count)| format!("DA:{line},{count},Zm9v")),
        3 => (line(), 0u32..2, 0u32..3, prop_oneof![count(), Just("-".to_owned())])
            .prop_map(|(line, block, branch, taken)| format!("BRDA:{line},{block},{branch},{taken}")),
        1 => (line(), "[eU]?", "[a-c, ]{1,4}", count())
            .prop_map(|(line, flag, branch, taken)| format!("BRDA:{line},{flag}0,{branch},{taken}")),
        1 => (line(), "[fg]{1,12}(,int)?").prop_map(|(line, name)| format!("FN:{line},{name}")),
        1 => (line(), line(), "[fg]").prop_map(|(line, end, name)| format!("FN:{line},{end},{name}")),
        1 => (count(), "[fg]{1,12}").prop_map(|(count, name)| format!("FNDA:{},{name}", count.replace(['.', 'e'], ""))),
        1 => (0u32..3, line()).prop_map(|(index, line)| format!("FNL:{index},{line}")),
        1 => (0u32..3, 0u32..3, "[fg]").prop_map(|(index, count, name)| format!("FNA:{index},{count},{name}")),
        1 => prop_oneof!["LF:3", "LH:2", "BRF:1", "VER:1", "NEW:1", "# end_of_record", ""].prop_map(String::from),
    ];
    let path = prop_oneof![6 => "[ab]", 1 => Just(String::new())];
    (path, prop::collection::vec(entry, 0..30), any::<bool>(), any::<bool>()).prop_map(
        |(path, entries, is_named, is_crlf)| {
            let end = if is_crlf { "\r\n" } else { "\n" };
            let mut text = String::new();
            if is_named {
                let _ = write!(text, "TN:t{end}");
            }
            let _ = write!(text, "SF:{path}{end}");
            entries.iter().for_each(|entry| text += &format!("{entry}{end}"));
            text + "end_of_record" + end
        },
    )
}

/// Reads LCOV in pieces of about so many bytes, on three threads.
fn in_pieces(text: &[u8], length: usize) -> Result<Read, ReadError> {
    let (source, format) = (Source::bytes("x", text), recognise(&Head::of(text)).unwrap());
    let crate::format::Parts::Records(end) = format.parts() else { panic!("{format:?}") };
    let mut pieces = Pieces::new(source.open()?, Vec::new(), end);
    pieces.length = length;
    let job = Job { source: &source, make: &Collect::default, wanted: None, idle: &Idle::new(2) };
    let mut all = Collect::default();
    job.records(format, pieces)?.into_iter().for_each(|part| all.join(part));
    let made = all.made();
    let (report, oddities) = all.finish();
    Ok(Read { format: format.name(), report, made, oddities })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn lcov_in_pieces_is_lcov(records in prop::collection::vec(record(), 1..12), length in 1usize..600) {
        let text = records.concat();
        let whole = read("x", text.as_bytes());
        prop_assert!(whole.is_ok(), "{whole:?}");
        prop_assert_eq!(in_pieces(text.as_bytes(), length), whole);
    }

    #[test]
    fn lcov_read_in_place_is_lcov_read_line_by_line(records in prop::collection::vec(record(), 1..12)) {
        let text = records.concat();
        // What is not as usual is read line by line.
        let unusual = text.replace('\n', " \n");
        prop_assert_eq!(without_places(&text), without_places(&unusual));
    }

    #[test]
    fn a_summary_is_that_of_the_whole(records in prop::collection::vec(record(), 1..12)) {
        let text = records.concat();
        same_summary(text.as_bytes());
    }

    #[test]
    fn what_is_wrong_is_told_with_the_same_words(
        records in prop::collection::vec(record(), 2..12),
        length in 1usize..600,
        wrong in prop_oneof!["DA:x\n", "SF:b\n", "end_of_recor", "\u{0}", "DA:1,1\n\nDA:1", "\u{feff}TN:\n"],
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut text = records.concat().into_bytes();
        for at in places {
            let lines: Vec<usize> = (2..text.len()).filter(|at| text[at - 1] == b'\n').collect();
            let at = lines[at.index(lines.len())];
            text.splice(at..at, wrong.bytes());
        }
        prop_assert_eq!(in_pieces(&text, length), read("x", &text));
    }

    #[test]
    fn xml_bit_by_bit_is_xml(
        lines in prop::collection::vec((0u32..40, 0u32..3, any::<bool>()), 0..60),
        cuts in prop::collection::vec(1usize..200, 1..20),
        end in prop_oneof![8 => Just("</coverage>"), 1 => Just("</coverag>"), 1 => Just(""), 1 => Just("</coverage>\n<x/>"), 1 => Just("<!-- </coverage>")],
    ) {
        let mut text = "\u{feff}<?xml version='1.0'?>\n<coverage line-rate='1'><sources><source> /ä/folder/of/which/the/name/is/long/ü &amp; b </source></sources>".to_owned();
        for part in lines.chunks(7) {
            text += "\n<class filename='a&lt;ß.py'><!-- <class> --><methods><method name='f'><lines>";
            for (number, hits, is_branch) in part {
                let branch = if *is_branch { " branch='true' condition-coverage='50% (1/2)' missing-branches='3'" } else { "" };
                let _ = write!(text, "\n\t<line number=\"{number}\" hits=\"{hits}\"{branch}/>");
            }
            text += "</lines></method></methods><lines><line hits='1' number='3'></line></lines></class>";
        }
        text += end;
        let mut whole = Collect::default();
        let expected = read_into("x", text.as_bytes(), &mut whole).map(|_| whole.finish());
        same_summary(text.as_bytes());
        // What is not as usual is left to the reader of XML.
        let unusual = text.replace("<line ", "<line\n");
        match (without_places(&text), without_places(&unusual)) {
            (Ok(usual), unusual) => prop_assert_eq!(Ok(usual), unusual),
            (Err(_), unusual) => prop_assert!(unusual.is_err()),
        }
        let mut bits = Collect::default();
        let given = fed(text.as_bytes(), &cuts, &mut bits).map(|()| bits.finish());
        let given = given.map_err(|wrong| wrong.within("x", "Cobertura", text.as_bytes()));
        prop_assert_eq!(given, expected);
    }
}

/// What a report says, and how often it is odd.
fn without_places(text: &str) -> Result<(crate::Report, Vec<(Oddity, u64)>), ReadError> {
    let read = read("x", text.as_bytes())?;
    let odd = read.oddities.into_iter().map(|(what, occurrence)| (what, occurrence.count));
    Ok((read.report, odd.collect()))
}

/// Asserts that a summary is that of the report, or the same error.
fn same_summary(text: &[u8]) {
    let expected = read("x", text).map(|read| Summary {
        format: read.format,
        files: read.report.files.iter().map(|(path, file)| (path.clone(), Sums::of(file))).collect(),
        roots: read.report.roots,
        totals: read.report.totals,
        oddities: read.oddities,
    });
    assert_eq!(summary::summary_on(3, &Source::bytes("x", text)), expected);
}

/// Feeds a report as if no more than so many bytes were there at a time.
fn fed(bytes: &[u8], cuts: &[usize], sink: &mut dyn Sink) -> Result<(), Malformed> {
    let format = recognise(&Head::of(bytes)).unwrap();
    let crate::format::Parts::Stream(mut stream) = format.parts() else { panic!("{format:?}") };
    let (mut start, mut end) = (0, 0);
    for cut in cuts.iter().cycle() {
        end = (end + cut).min(bytes.len());
        start += stream.feed(&bytes[start..end], start, end == bytes.len(), sink)?;
        if end == bytes.len() {
            break;
        }
    }
    assert_eq!(start, bytes.len());
    Ok(())
}

#[test]
fn reports_come_in_order_and_each_error_in_its_place() {
    let text = |at: usize| {
        format!("SF:a\n{}end_of_record\n", "DA:1,1\n".repeat(1_000 * (at % 3)) + &format!("DA:2,{at}\n"))
    };
    let sources: Vec<Source> = (0..12)
        .map(|at| match at {
            5 => Source::bytes("5", "nothing"),
            7 => Source::file("7", "no such file"),
            at => Source::bytes(at.to_string(), text(at)),
        })
        .collect();
    for threads in [1, 2, 4] {
        each_on(threads, &sources, None, |reads| {
            for (at, (name, read)) in reads.enumerate() {
                assert_eq!(name, at.to_string());
                match (at, read) {
                    (5, Err(ReadError::Unknown { .. })) | (7, Err(ReadError::Unreadable { .. })) => {}
                    (at, read) => assert_eq!(read.unwrap().report.files["a"].hits(2), Some(at as u64)),
                }
            }
        });
        // Whoever wants no more need not take the others.
        assert_eq!(
            each_on(threads, &sources, None, |reads| reads.next().map(|(name, _)| name)),
            Some("0".to_owned())
        );
    }
}

#[test]
fn a_large_report_is_read_on_several_threads_and_only_what_is_wanted() {
    let text: String =
        (0..12_000).map(|at| format!("SF:{at}\nDA:1,{at}\nDA:{},0\nend_of_record\n", at + 2)).collect();
    let sources = [Source::bytes("x", text.as_bytes())];
    let whole = read("x", text.as_bytes()).unwrap();
    assert_eq!(by_parts(text.as_bytes()), Ok(whole.clone()));
    let wanted = |path: &str| path.ends_with("77");
    let some = each_on(4, &sources, Some(&wanted), |reads| reads.next().unwrap().1.unwrap());
    let mut expected = whole.report;
    expected.files.retain(|path, _| wanted(path));
    assert_eq!(some.report, expected);
}

#[test]
fn sums_are_those_of_each_metric() {
    let tool = crate::tool::Tool::of([], &crate::Report::default());
    let text = "SF:a\nDA:1,1\nDA:2,0\nDA:3,1\nBRDA:3,0,0,1\nBRDA:3,0,1,-\nend_of_record\nSF:b\nLF:4\nLH:3\nend_of_record\n\
        SF:a\nDA:2,1\nend_of_record\n";
    let summary = summary(&Source::bytes("x", text)).unwrap();
    let report = read("x", text.as_bytes()).unwrap().report;
    use crate::metric::Metric::{Codecov, Lines};
    assert_eq!(
        (summary.codecov(), summary.lines()),
        (Codecov.of_report(&report, tool), Lines.of_report(&report, tool))
    );
    assert_eq!(summary.codecov().to_string(), "5/7");
    assert_eq!((summary.files["a"].last, summary.files["b"].last), (3, 0));
}

#[test]
fn a_file_that_is_not_wanted_leaves_nothing_though_its_parser_does_not_skip_it() {
    let text = "{\"coverage\": {\"a\": {\"1\": 1}, \"b\": {\"1\": 0, \"2\": \"1/2\"}}}";
    let some = each_on(1, &[Source::bytes("x", text)], Some(&|path: &str| path == "a"), |reads| {
        reads.next().unwrap().1
    });
    let report = some.unwrap().report;
    assert_eq!(report.files.keys().collect::<Vec<_>>(), ["a"]);
    assert_eq!(report.files["a"].hits(2), None);
}
