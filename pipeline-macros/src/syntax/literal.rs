//! Literals with a unit: `200ms`, `1.5s`, `64kib`.

use proc_macro2::Literal;

/// The units, what they count in, and how much one is: nanoseconds or bytes.
const UNITS: [(&str, Unit, u64); 11] = [
    ("us", Unit::Time, 1_000),
    ("ms", Unit::Time, 1_000_000),
    ("s", Unit::Time, 1_000_000_000),
    ("min", Unit::Time, 60_000_000_000),
    ("h", Unit::Time, 3_600_000_000_000),
    ("kb", Unit::Size, 1_000),
    ("kib", Unit::Size, 1 << 10),
    ("mb", Unit::Size, 1_000_000),
    ("mib", Unit::Size, 1 << 20),
    ("gb", Unit::Size, 1_000_000_000),
    ("gib", Unit::Size, 1 << 30),
];

/// The suffixes of Rust's own numbers: none of our business.
const RUST: [&str; 16] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f16",
    "f32", "f64", "f128",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Time,
    Size,
}

/// What a numeric literal says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// No unit: the number, where it is a whole one that fits.
    Number(Option<u64>),
    /// So many nanoseconds or bytes, and the unit's name.
    Of(Unit, &'static str, u64),
    /// A unit, but more of it than there can be.
    TooMuch(Unit),
    /// Not one of ours, nor of Rust's.
    Unknown { unit: String },
}

/// Reads a literal; `None` for one that is no number.
pub(crate) fn quantity(literal: &Literal) -> Option<Quantity> {
    read(&literal.to_string())
}

fn read(text: &str) -> Option<Quantity> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let radix = ["0x", "0o", "0b"]
        .iter()
        .any(|prefix| text.starts_with(prefix));
    if radix {
        return Some(Quantity::Number(parse_radix(text)));
    }
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == '_';
    let end = text.find(|c| !digits(c)).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    // `1e5` has an exponent, not a unit.
    let exponent = suffix.strip_prefix(['e', 'E']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '_'))
    });
    if suffix.is_empty() || exponent || RUST.contains(&suffix) {
        return Some(Quantity::Number(number.replace('_', "").parse().ok()));
    }
    let known = UNITS.iter().find(|(name, ..)| *name == suffix);
    let Some(&(name, unit, one)) = known else {
        return Some(Quantity::Unknown {
            unit: suffix.to_owned(),
        });
    };
    Some(match times(&number.replace('_', ""), one) {
        Some(amount) => Quantity::Of(unit, name, amount),
        None => Quantity::TooMuch(unit),
    })
}

fn parse_radix(text: &str) -> Option<u64> {
    let digits: String = text[2..].chars().filter(|c| *c != '_').collect();
    let radix = match &text[..2] {
        "0x" => 16,
        "0o" => 8,
        _ => 2,
    };
    // A suffix behind hexadecimal digits cannot be told from them here; the compiler reads the literal itself anyway.
    u64::from_str_radix(&digits, radix).ok()
}

/// A decimal number times one unit, exactly; what is smaller than a nanosecond or a byte is cut off.
fn times(number: &str, one: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut amount = whole.parse::<u64>().ok()?.checked_mul(one)?;
    let mut part = one;
    let mut rest = 0_u64;
    for digit in fraction.chars().take(18) {
        // Carry what the division by ten leaves, so that 0.333s is 333 ms to the nanosecond.
        let digit = u64::from(digit.to_digit(10)?);
        let scaled = u128::from(part) * u128::from(digit);
        amount = amount.checked_add(u64::try_from(scaled / 10).ok()?)?;
        rest += u64::try_from(scaled % 10).ok()?;
        amount = amount.checked_add(rest / 10)?;
        rest %= 10;
        part /= 10;
    }
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::{Quantity, Unit, read};

    fn of(unit: Unit, name: &'static str, amount: u64) -> Quantity {
        Quantity::Of(unit, name, amount)
    }

    #[test]
    fn units_are_read_exactly() {
        assert_eq!(read("200ms"), Some(of(Unit::Time, "ms", 200_000_000)));
        assert_eq!(read("1.5s"), Some(of(Unit::Time, "s", 1_500_000_000)));
        assert_eq!(read("0.333s"), Some(of(Unit::Time, "s", 333_000_000)));
        assert_eq!(
            read("30min"),
            Some(of(Unit::Time, "min", 1_800_000_000_000))
        );
        assert_eq!(read("2h"), Some(of(Unit::Time, "h", 7_200_000_000_000)));
        assert_eq!(read("1_000us"), Some(of(Unit::Time, "us", 1_000_000)));
        assert_eq!(read("64kb"), Some(of(Unit::Size, "kb", 64_000)));
        assert_eq!(read("64kib"), Some(of(Unit::Size, "kib", 65_536)));
        assert_eq!(read("0.5mib"), Some(of(Unit::Size, "mib", 524_288)));
    }

    #[test]
    fn rusts_own_literals_are_left_alone() {
        for text in ["1u8", "2.5f64", "10_usize", "1e5", "1.5e-3"] {
            assert!(matches!(read(text), Some(Quantity::Number(_))), "{text}");
        }
        assert_eq!(read("0"), Some(Quantity::Number(Some(0))));
        assert_eq!(read("0u32"), Some(Quantity::Number(Some(0))));
        assert_eq!(read("0x10"), Some(Quantity::Number(Some(16))));
        assert_eq!(read("\"200ms\""), None);
        assert_eq!(read("'s'"), None);
    }

    #[test]
    fn what_is_no_unit_and_what_is_too_much_is_told_apart() {
        assert_eq!(
            read("50sec"),
            Some(Quantity::Unknown {
                unit: "sec".to_owned()
            })
        );
        assert_eq!(read("99999999999h"), Some(Quantity::TooMuch(Unit::Time)));
    }
}
