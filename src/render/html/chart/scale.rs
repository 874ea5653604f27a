//! Axes: from numbers to places, by steps that people count in.

/// A straight axis.
pub(super) struct Scale {
    /// The number at its start.
    pub from: f64,
    /// The number at its end; more than `from`.
    pub to: f64,
    /// What lies between two marks.
    step: f64,
}

/// About how many marks an axis has.
const MARKS: f64 = 5.0;

impl Scale {
    /// An axis for numbers that begins and ends at marks. Where lengths are
    /// compared it must hold zero, or they would lie.
    pub(super) fn new(numbers: impl Iterator<Item = f64>, zero: Zero) -> Self {
        let (mut low, mut high) =
            numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let is_near = low.abs() <= (high - low) || high.abs() <= (high - low);
        if zero == Zero::Always || is_near {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if low == high {
            high = low + low.abs().max(1.0);
        }
        let step = nice((high - low) / MARKS);
        Scale { from: (low / step).floor() * step, to: (high / step).ceil() * step, step }
    }

    /// Where a number lies, from 0 at the start to 1 at the end.
    pub(super) fn place(&self, number: f64) -> f64 {
        (number - self.from) / (self.to - self.from)
    }

    /// The marks with their words.
    pub(super) fn marks(&self) -> Vec<(f64, String)> {
        let count = ((self.to - self.from) / self.step).round() as usize;
        let decimals = (-self.step.log10().floor()).clamp(0.0, 6.0) as usize;
        (0..=count.min(20))
            .map(|at| {
                // Adding up the steps would add up their errors too.
                let number = self.from + at as f64 * self.step;
                let number = if number.abs() < self.step / 1e6 { 0.0 } else { number };
                (number, words(number, decimals))
            })
            .collect()
    }
}

/// Whether an axis holds zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    /// Always.
    Always,
    /// Only if it is near the numbers.
    IfNear,
}

/// The least of 1, 2, 5, 10, 20 ... that is not below a number.
fn nice(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough * 0.999).unwrap_or(power)
}

/// A number with blanks that do not break between its thousands.
fn words(number: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut out = String::new();
    if number < 0.0 {
        out.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at) % 3 == 0 {
            out.push('\u{A0}');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[f64], zero: Zero) -> String {
        let scale = Scale::new(numbers.iter().copied(), zero);
        scale.marks().into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn axes_have_marks_that_people_count_in() {
        assert_eq!(check(&[3.0, 41.0], Zero::Always), "0 10 20 30 40 50");
        assert_eq!(check(&[2015.0, 2020.0], Zero::IfNear), "2015 2016 2017 2018 2019 2020");
        assert_eq!(check(&[2015.0, 2020.0], Zero::Always), "0 500 1000 1500 2000 2500");
        assert_eq!(check(&[0.1, 0.35], Zero::Always), "0.0 0.1 0.2 0.3 0.4");
        assert_eq!(check(&[-3.0, 7.0], Zero::Always), "\u{2212}4 \u{2212}2 0 2 4 6 8");
        assert_eq!(check(&[120_000.0], Zero::Always), "0 50\u{A0}000 100\u{A0}000 150\u{A0}000");
        assert_eq!(check(&[], Zero::Always), "0.0 0.2 0.4 0.6 0.8 1.0");
        assert_eq!(check(&[0.0], Zero::Always), "0.0 0.2 0.4 0.6 0.8 1.0");
        assert_eq!(check(&[1e300, -1e300], Zero::Always).split(' ').count(), 5);
    }
}
