//! How coverage went on, as a chart in SVG: 640 × 200 pixels, light or dark as its reader has it.
//!
//! It stands in a README as an image, where no font, script or style sheet of anyone else's is loaded. It brings its own
//! background, as the page around it may have other colours than its reader's system asks for.

mod axis;
mod date;

use std::fmt::Write;

use axis::Axis;

use crate::badge::message;
use crate::markup::escaped;
use crate::model::Percent;

/// Coverage at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// When, in seconds since 1970.
    pub time: i64,
    /// What was covered. Of nothing there is no line, but a gap.
    pub percent: Percent,
    /// The commit.
    pub sha: String,
}

const WIDTH: f64 = 640.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 574.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 166.0;

/// Points up to which each of them has a dot.
const DOTS: usize = 40;

/// Colours are GitHub's own for a light and a dark page.
const STYLE: &str = "<style>
.card{fill:#fff;stroke:#d1d9e0}.grid{stroke:#d1d9e0}.area{fill:#1a7f37;fill-opacity:.12}
.line{fill:none;stroke:#1a7f37;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.dot{fill:#1a7f37}
text{fill:#59636e;font:11px -apple-system,BlinkMacSystemFont,\"Segoe UI\",\"Noto Sans\",Helvetica,Arial,sans-serif}
.title,.last{fill:#1f2328;font-size:13px;font-weight:600}
@media (prefers-color-scheme:dark){
.card{fill:#0d1117;stroke:#3d444d}.grid{stroke:#3d444d}.area{fill:#3fb950}.line{stroke:#3fb950}.dot{fill:#3fb950}
text{fill:#9198a1}.title,.last{fill:#f0f6fc}}
</style>";

/// Draws the chart. The order of the points does not matter.
#[must_use]
pub fn svg(points: &[Point]) -> String {
    let mut points: Vec<&Point> = points.iter().collect();
    points.sort_by_key(|point| point.time);
    let description = description(&points);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200" role="img" aria-labelledby="title description">
<title id="title">Coverage</title>
<desc id="description">{}</desc>
{STYLE}
<rect class="card" x=".5" y=".5" width="639" height="199" rx="6"/>
<text class="title" x="16" y="26">Coverage</text>
"#,
        escaped(&description)
    );
    let values: Vec<u64> = points.iter().filter_map(|point| value(point)).collect();
    match Axis::of(values) {
        Some(axis) => {
            let _ = grid(&mut svg, &axis, &points);
            let _ = curve(&mut svg, &axis, &points);
        }
        None => {
            let middle = WIDTH / 2.0;
            svg += &format!(
                "<text x=\"{middle}\" y=\"108\" text-anchor=\"middle\">n/a: nothing was measured yet</text>\n"
            );
        }
    }
    svg + "</svg>\n"
}

/// In hundredths of a percent.
fn value(point: &Point) -> Option<u64> {
    point.percent.parts(10_000)
}

/// The chart in words.
fn description(points: &[&Point]) -> String {
    let measured: Vec<&&Point> = points.iter().filter(|point| value(point).is_some()).collect();
    let (Some(first), Some(last)) = (measured.first(), measured.last()) else {
        return "Nothing was measured yet.".to_owned();
    };
    let told = |point: &Point| {
        let sha: String = point.sha.chars().take(7).collect();
        let at = if sha.is_empty() { String::new() } else { format!(" at {sha}") };
        format!("{} on {}{at}", message(point.percent), date::day(point.time))
    };
    let ends = if measured.len() == 1 {
        told(last)
    } else {
        let least = measured.iter().min_by_key(|point| value(point)).unwrap_or(first);
        let most = measured.iter().max_by_key(|point| value(point)).unwrap_or(last);
        let range = (message(least.percent), message(most.percent));
        format!("{}, then {}; lowest {}, highest {}", told(first), told(last), range.0, range.1)
    };
    let unmeasured = points.len() - measured.len();
    let gaps = if unmeasured > 0 { format!(" Not measured: {unmeasured}.") } else { String::new() };
    format!("{ends}.{gaps}")
}

/// Where a time stands; in the middle if there is one alone.
fn x(time: i64, points: &[&Point]) -> f64 {
    let ends = points.first().zip(points.last()).map_or((0, 0), |(first, last)| (first.time, last.time));
    let (first, last) = (ends.0 as f64, ends.1 as f64);
    let part = if last > first { (time as f64 - first) / (last - first) } else { 0.5 };
    LEFT + (RIGHT - LEFT) * part
}

fn y(value: u64, axis: &Axis) -> f64 {
    let (low, high) = (axis.low as f64, axis.high as f64);
    BOTTOM - (BOTTOM - TOP) * (value as f64 - low) / (high - low)
}

fn grid(svg: &mut String, axis: &Axis, points: &[&Point]) -> std::fmt::Result {
    for tick in axis.ticks() {
        let (y, label) = (y(tick, axis), axis.label(tick));
        writeln!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>")?;
        writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", LEFT - 6.0, y + 4.0)?;
    }
    let times = points.first().zip(points.last()).map_or((0, 0), |(first, last)| (first.time, last.time));
    for date::Tick { time, label, anchor } in date::ticks(times.0, times.1) {
        let x = x(time, points);
        writeln!(svg, "<text x=\"{x:.1}\" y=\"186\" text-anchor=\"{anchor}\">{label}</text>")?;
    }
    Ok(())
}

/// The line with the area below it, dots, and the last value.
fn curve(svg: &mut String, axis: &Axis, points: &[&Point]) -> std::fmt::Result {
    let place = |point: &&Point| value(point).map(|value| (x(point.time, points), y(value, axis)));
    let places: Vec<Option<(f64, f64)>> = points.iter().map(place).collect();
    for run in places.split(Option::is_none) {
        let run = thinned(run.iter().flatten().copied());
        let Some(first) = run.first() else { continue };
        let mut line = String::new();
        for (number, (x, y)) in run.iter().enumerate() {
            write!(line, "{}{x:.1} {y:.1}", if number > 0 { "L" } else { "" })?;
        }
        if run.len() > 1 {
            writeln!(svg, "<path class=\"area\" d=\"M{:.1} {BOTTOM}L{line}V{BOTTOM}Z\"/>", first.0)?;
            writeln!(svg, "<path class=\"line\" d=\"M{line}\"/>")?;
        }
        if run.len() == 1 || points.len() <= DOTS {
            for (x, y) in &run {
                writeln!(svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>")?;
            }
        }
    }
    let Some(last) = points.last() else { return Ok(()) };
    let (x, y) = place(last).unwrap_or((x(last.time, points), (TOP + BOTTOM) / 2.0));
    if value(last).is_some() {
        writeln!(svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>")?;
    }
    let (x, y, label) = (x + 9.0, y + 4.5, message(last.percent));
    writeln!(svg, "<text class=\"last\" x=\"{x:.1}\" y=\"{y:.1}\">{label}</text>")
}

/// Of the places in one column of pixels the first, the highest, the lowest and the last: no more can be seen.
fn thinned(places: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let places: Vec<_> = places.collect();
    let mut thinned = Vec::new();
    for column in places.chunk_by(|one, next| one.0.floor() == next.0.floor()) {
        let by_height = |one: &&(f64, f64), other: &&(f64, f64)| one.1.total_cmp(&other.1);
        let ends =
            [column.first(), column.iter().min_by(by_height), column.iter().max_by(by_height), column.last()];
        let mut seen: Vec<(f64, f64)> = ends.into_iter().flatten().copied().collect();
        seen.dedup();
        thinned.extend(if column.len() > seen.len() { &seen[..] } else { column });
    }
    thinned
}

#[cfg(test)]
mod tests;
