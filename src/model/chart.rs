//! Small tables of numbers that are drawn.

/// A table of numbers, from a `chart` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// What it shows, plain text; empty if the author does not say.
    pub title: String,
    /// What the numbers count: "million", "percent"; empty if the author does
    /// not say.
    pub unit: String,
    /// The names of the columns, the one of the labels first.
    pub head: Vec<String>,
    /// The rows: a label, then a number for each further column. All rows have
    /// as many cells as there are names.
    pub rows: Vec<Vec<String>>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar for each number.
    Bar,
    /// A line through the numbers of each column.
    Line,
    /// A dot for each number.
    Dot,
}

impl ChartKind {
    /// The kinds by the names that authors write.
    pub const NAMES: [(&'static str, ChartKind); 3] =
        [("bar", ChartKind::Bar), ("line", ChartKind::Line), ("dot", ChartKind::Dot)];
}

impl Chart {
    /// The number that a cell means: `1,234.5`, `-3`, `40 %`, with commas or
    /// blanks between thousands. `None` for an empty cell and for one that is no
    /// number, which is drawn as a gap.
    pub fn number(cell: &str) -> Option<f64> {
        let digits: String = cell
            .trim()
            .trim_end_matches('%')
            .chars()
            .filter(|c| !matches!(c, ',' | '_') && !c.is_whitespace())
            .map(|c| if c == '\u{2212}' { '-' } else { c })
            .collect();
        let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        digits.parse().ok().filter(|number: &f64| plain && number.is_finite())
    }
}
