//! Numbers as text that stands in a script as it is.
//!
//! The digits are the 91 printable ASCII characters from `#` to `~` without the
//! backslash. A number is written as a run of digits of which only the last has
//! a value below 64, the highest first: numbers below 64 take one character,
//! those below 1,792 two. Source maps do the same with fewer digits.

/// How many digits end a number.
const LAST: u64 = 64;

/// How many digits say that another one follows.
const MORE: u64 = 27;

/// Appends a number.
pub(super) fn push(out: &mut String, number: u64) {
    let mut digits = [0u8; 16];
    let mut at = digits.len() - 1;
    digits[at] = digit(number % LAST);
    let mut rest = number / LAST;
    while rest > 0 {
        // One less, so that every number has one way to be written.
        rest -= 1;
        at -= 1;
        digits[at] = digit(LAST + rest % MORE);
        rest /= MORE;
    }
    out.push_str(std::str::from_utf8(&digits[at..]).expect("digits are ASCII"));
}

/// The digit of a value below 91.
fn digit(value: u64) -> u8 {
    let code = b'#' + value as u8;
    if code >= b'\\' { code + 1 } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: u64) -> String {
        let mut out = String::new();
        push(&mut out, number);
        out
    }

    #[test]
    fn small_numbers_are_short() {
        assert_eq!(
            [check(0), check(63), check(64), check(1_791), check(1_792)],
            ["#", "c", "d#", "~c", "dd#"]
        );
        assert_eq!(check(u64::MAX).len(), 14);
    }

    #[test]
    fn numbers_need_no_escape() {
        for number in 0..5_000 {
            assert!(!check(number).contains(['"', '\\', ' ', '!']), "{number}");
        }
    }
}
