//! Instructions that each stage of a build takes, which may only become fewer.
//!
//! A count is the same however busy the machine is, so a change of a few in a
//! hundred means something, which no time of a clock does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{bench, run};

/// How many notes the book has that everything is counted on.
const NOTES: usize = 100;

/// How much more a stage may take than was recorded, as a share: what the same
/// program differs by from run to run and from processor to processor.
const TOLERANCE: f64 = 0.02;

/// Where the counts are kept.
const FILE: &str = "benches/instructions.txt";

/// Counts, compares with what was recorded, and fails if a stage takes more; or
/// records what was counted.
///
/// # Errors
///
/// When a stage takes more than was recorded, is not recorded, or cannot be
/// counted.
pub(crate) fn ratchet(record: bool) -> Result<()> {
    let valgrind = Command::new("valgrind").arg("--version").output();
    if !valgrind.is_ok_and(|told| told.status.success()) {
        bail!("counting instructions needs Valgrind: install the package `valgrind`");
    }
    let program = run::compiled(&["instructions"], "release")?.program("instructions")?;
    let folder = run::root().join("target/fixtures/ratchet");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    bench::lay(&folder, NOTES, "briefbook")?;
    let counts = counts(&program, &folder)?;
    let path = run::root().join(FILE);
    if record {
        std::fs::write(&path, printed(&counts)?)?;
        eprintln!("\nRecorded in {FILE}.");
        return Ok(());
    }
    let recorded = std::fs::read_to_string(&path).with_context(|| {
        format!("cannot read `{FILE}`: if nothing was recorded yet, `cargo xtask ratchet --record` does")
    })?;
    compare(&counts, &recorded)
}

/// The instructions of each stage, in the order of a build.
fn counts(program: &Path, book: &Path) -> Result<Vec<(String, u64)>> {
    let stages = Command::new(program).output()?.stdout;
    let stages = String::from_utf8_lossy(&stages).into_owned();
    let mut counts = Vec::new();
    for stage in stages.lines() {
        let count = count(program, book, stage).with_context(|| format!("cannot count `{stage}`"))?;
        eprintln!("{stage:20} {:>9.1} million instructions", count as f64 / 1e6);
        counts.push((stage.to_owned(), count));
    }
    Ok(counts)
}

fn count(program: &Path, book: &Path, stage: &str) -> Result<u64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted*"]);
    let told = command.arg(program).arg(book).arg(stage).output()?;
    let said = String::from_utf8_lossy(&told.stderr);
    let count = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    match count {
        Some(count) if told.status.success() => Ok(count),
        _ => bail!("{} ({})", said.lines().last().unwrap_or("Valgrind says nothing"), told.status),
    }
}

/// Fails if a stage takes more than was recorded.
fn compare(counts: &[(String, u64)], recorded: &str) -> Result<()> {
    let known: BTreeMap<&str, u64> = recorded
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(stage, count)| Some((stage, count.parse().ok()?)))
        .collect();
    let mut worse = String::new();
    let mut better = Vec::new();
    for (stage, now) in counts {
        let Some(before) = known.get(stage.as_str()) else {
            bail!("`{stage}` is not in {FILE}: record it with `cargo xtask ratchet --record`");
        };
        let change = *now as f64 / *before as f64 - 1.0;
        if change > TOLERANCE {
            let _ = write!(worse, "\n  {stage}: {:.1} % more", change * 100.0);
        } else if change < -TOLERANCE {
            better.push(format!("{stage} ({:.1} %)", change * 100.0));
        }
    }
    if !better.is_empty() {
        eprintln!(
            "\nFewer than recorded; keep it with `cargo xtask ratchet --record`: {}.",
            better.join(", ")
        );
    }
    if worse.is_empty() {
        return Ok(());
    }
    let (then, now) = (compiler_in(recorded), compiler()?);
    let compiler =
        if then == now { String::new() } else { format!("\nrecorded with {then}, counted with {now}") };
    bail!("instructions over what {FILE} allows:{worse}{compiler}")
}

const HEAD: &str = "\
# Instructions of each stage of a build, counted by Valgrind's callgrind on a book of
# 100 notes (`cargo xtask corpus 100 FOLDER`), on one thread. `cargo xtask ratchet` fails if
# a stage takes 2 % more, and `cargo xtask ratchet --record` writes this file anew.
";

fn printed(counts: &[(String, u64)]) -> Result<String> {
    let mut out = format!("{HEAD}# {}\n", compiler()?);
    for (stage, count) in counts {
        let _ = writeln!(out, "{stage}\t{count}");
    }
    Ok(out)
}

/// The compiler that counts were recorded with.
fn compiler_in(recorded: &str) -> String {
    let line = recorded.lines().find_map(|line| line.strip_prefix("# rustc "));
    line.map_or_else(|| "an unknown compiler".to_owned(), |version| format!("rustc {version}"))
}

fn compiler() -> Result<String> {
    let program: PathBuf = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()).into();
    let told = Command::new(program).arg("--version").output().context("cannot run rustc")?;
    let told = String::from_utf8_lossy(&told.stdout);
    // The name and the number, without its date.
    Ok(told.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = "# rustc 1.0.0\nparse\t1000\nindex\t500\n";

    fn check(parse: u64, index: u64) -> String {
        let counts = [("parse".to_owned(), parse), ("index".to_owned(), index)];
        match compare(&counts, RECORDED) {
            Ok(()) => "allowed".to_owned(),
            Err(error) => error.to_string().lines().take(2).collect::<Vec<_>>().join("\n"),
        }
    }

    #[test]
    fn a_stage_may_take_fewer_instructions_and_as_good_as_none_more() {
        assert_eq!(check(1000, 500), "allowed");
        assert_eq!(check(1015, 200), "allowed");
        assert_eq!(
            check(1030, 500),
            "instructions over what benches/instructions.txt allows:\n  parse: 3.0 % more"
        );
    }

    #[test]
    fn a_stage_that_was_never_recorded_is_told() {
        let counts = [("search".to_owned(), 1)];
        let error = compare(&counts, RECORDED).expect_err("it is not there").to_string();
        assert_eq!(
            error,
            "`search` is not in benches/instructions.txt: record it with `cargo xtask ratchet --record`"
        );
    }
}
