use proptest::prelude::*;
use roxmltree::Document;

use super::*;

const START: i64 = 1_767_225_600;

fn point(day: i64, covered: u64, total: u64) -> Point {
    let percent = Percent::new(covered, total).unwrap();
    Point { time: START + day * 86_400, percent, sha: format!("{day:07x}abc") }
}

#[test]
fn three_points_are_drawn_so() {
    let points = [point(0, 801, 1000), point(9, 873, 1000), point(4, 8, 10)];
    let svg = svg(&points).replace(STYLE, "…");
    insta::assert_snapshot!(svg, @r##"
    <svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200" role="img" aria-labelledby="title description">
    <title id="title">Coverage</title>
    <desc id="description">80.1% on 2026-01-01 at 0000000, then 87.3% on 2026-01-10 at 0000009; lowest 80%, highest 87.3%.</desc>
    …
    <rect class="card" x=".5" y=".5" width="639" height="199" rx="6"/>
    <text class="title" x="16" y="26">Coverage</text>
    <path class="grid" d="M52 166.0H574"/>
    <text x="46" y="170.0" text-anchor="end">80%</text>
    <path class="grid" d="M52 135.5H574"/>
    <text x="46" y="139.5" text-anchor="end">82%</text>
    <path class="grid" d="M52 105.0H574"/>
    <text x="46" y="109.0" text-anchor="end">84%</text>
    <path class="grid" d="M52 74.5H574"/>
    <text x="46" y="78.5" text-anchor="end">86%</text>
    <path class="grid" d="M52 44.0H574"/>
    <text x="46" y="48.0" text-anchor="end">88%</text>
    <text x="52.0" y="186" text-anchor="middle">2026-01-01</text>
    <text x="168.0" y="186" text-anchor="middle">2026-01-03</text>
    <text x="284.0" y="186" text-anchor="middle">2026-01-05</text>
    <text x="400.0" y="186" text-anchor="middle">2026-01-07</text>
    <text x="516.0" y="186" text-anchor="middle">2026-01-09</text>
    <path class="area" d="M52.0 166L52.0 164.5L284.0 166.0L574.0 54.7V166Z"/>
    <path class="line" d="M52.0 164.5L284.0 166.0L574.0 54.7"/>
    <circle class="dot" cx="52.0" cy="164.5" r="2.5"/>
    <circle class="dot" cx="284.0" cy="166.0" r="2.5"/>
    <circle class="dot" cx="574.0" cy="54.7" r="2.5"/>
    <circle class="dot" cx="574.0" cy="54.7" r="4"/>
    <text class="last" x="583.0" y="59.2">87.3%</text>
    </svg>
    "##);
}

#[test]
fn nothing_measured_is_said_so() {
    for points in [&[][..], &[point(0, 0, 0)], &[point(0, 0, 0), point(1, 0, 0)]] {
        let svg = svg(points);
        assert!(svg.contains("n/a: nothing was measured yet") && !svg.contains("<path"), "{svg}");
        assert!(svg.contains("<desc id=\"description\">Nothing was measured yet.</desc>"), "{svg}");
    }
}

#[test]
fn what_was_not_measured_is_a_gap_and_as_the_last_one_not_applicable() {
    let points =
        [point(0, 1, 2), point(1, 1, 2), point(2, 0, 0), point(3, 1, 2), point(4, 1, 2), point(5, 0, 0)];
    let svg = svg(&points);
    assert_eq!(svg.matches("class=\"line\"").count(), 2);
    assert!(svg.contains(">n/a</text>") && svg.contains("Not measured: 2."), "{svg}");
}

#[test]
fn more_points_than_pixels_make_no_larger_a_chart() {
    let points: Vec<_> = (0..20_000).map(|day| point(day, 700 + (day as u64 * 37) % 200, 1000)).collect();
    let svg = svg(&points);
    assert!(svg.len() < 80_000, "{}", svg.len());
    let line = svg.split("class=\"line\" d=\"M").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let heights: Vec<f64> =
        line.split('L').map(|place| place.split_once(' ').unwrap().1.parse().unwrap()).collect();
    let axis = Axis::of(points.iter().filter_map(value)).unwrap();
    for extreme in [7_000, 8_990] {
        let wanted = y(extreme, &axis);
        assert!(heights.iter().any(|height| (height - wanted).abs() < 0.1), "{extreme} is lost");
    }
    assert!(svg.contains("lowest 70%, highest 89.9%"), "{}", &svg[..600]);
}

proptest! {
    #[test]
    fn it_is_well_formed_and_stays_on_its_card(
        points in proptest::collection::vec((prop_oneof![any::<i64>(), 0_i64..1_000_000], 0_u64..9, 0_u64..9, any::<String>()), 0..20),
    ) {
        let points: Vec<Point> = points
            .into_iter()
            .map(|(time, covered, missed, sha)| Point { time, percent: Percent::new(covered, covered + missed).unwrap(), sha })
            .collect();
        let text = svg(&points);
        let document = Document::parse(&text).unwrap();
        for circle in document.descendants().filter(|node| node.has_tag_name("circle")) {
            let place = |name: &str| circle.attribute(name).unwrap().parse::<f64>().unwrap();
            prop_assert!((LEFT..=RIGHT).contains(&place("cx")) && (TOP..=BOTTOM).contains(&place("cy")));
        }
        for path in document.descendants().filter(|node| node.has_tag_name("path")) {
            let numbers = path.attribute("d").unwrap().split(|c: char| !matches!(c, '0'..='9' | '.' | '-'));
            for number in numbers.filter(|number| !number.is_empty()) {
                let number: f64 = number.parse().unwrap();
                prop_assert!((TOP.min(LEFT)..=RIGHT).contains(&number), "{}", number);
            }
        }
        let allowed = ["svg", "title", "desc", "style", "rect", "text", "path", "circle"];
        prop_assert!(document.descendants().filter(|node| node.is_element()).all(|node| allowed.contains(&node.tag_name().name())));
        let mut turned = points.clone();
        turned.reverse();
        let mut times: Vec<_> = points.iter().map(|point| point.time).collect();
        times.sort_unstable();
        times.dedup();
        prop_assume!(times.len() == points.len());
        prop_assert_eq!(svg(&turned), text);
    }
}
