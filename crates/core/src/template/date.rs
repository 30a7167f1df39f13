//! Dates in templates: calendar days, no clock and no time zone.

/// The English names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Formats a day after `strftime`: `%Y %y %m %d %e %B %b %%`; `%e` is the day without padding.
///
/// `day` is `YYYY-MM-DD`, with or without a time behind it.
pub(super) fn format(day: &str, pattern: &str) -> Result<String, String> {
    let (year, month, number) =
        parse(day).ok_or_else(|| format!("`{day}` is not a date like `2026-11-21`"))?;
    let name = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('Y') => out.push_str(&format!("{year:04}")),
            Some('y') => out.push_str(&format!("{:02}", year % 100)),
            Some('m') => out.push_str(&format!("{month:02}")),
            Some('d') => out.push_str(&format!("{number:02}")),
            Some('e') => out.push_str(&number.to_string()),
            Some('B') => out.push_str(name),
            Some('b') => out.push_str(name.get(..3).unwrap_or(name)),
            Some('%') => out.push('%'),
            other => {
                let other = other.map(String::from).unwrap_or_default();
                return Err(format!("`%{other}` is not a date field; known are `%Y %y %m %d %e %B %b %%`"));
            }
        }
    }
    Ok(out)
}

fn parse(day: &str) -> Option<(u16, u8, u8)> {
    let (date, rest) = day.split_at_checked(10)?;
    let mut parts = date.split('-');
    let (year, month, number) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, number) = (year.parse().ok()?, month.parse().ok()?, number.parse().ok()?);
    let valid = (1..=12).contains(&month) && (1..=31).contains(&number) && parts.next().is_none();
    (valid && (rest.is_empty() || rest.starts_with(['T', ' ']))).then_some((year, month, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_formatted() {
        assert_eq!(
            format("2026-03-09", "%e %B %Y, %b, %d.%m.%y %%").unwrap(),
            "9 March 2026, Mar, 09.03.26 %"
        );
        assert_eq!(format("2026-03-09T10:00:00Z", "%Y").unwrap(), "2026");
        assert_eq!(format("soon", "%Y").unwrap_err(), "`soon` is not a date like `2026-11-21`");
        assert!(format("2026-03-09", "%Q").is_err());
    }
}
