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

/// Counts, compares with what was recorded, and fails if a stage takes more, or so much
/// less that the record says nothing any more; or records what was counted.
///
/// # Errors
///
/// When a stage takes more or less than was recorded, is not recorded or not counted, or
/// cannot be counted.
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
    let told = Command::new(program).output()?;
    let stages = String::from_utf8_lossy(&told.stdout).into_owned();
    if !told.status.success() || stages.is_empty() {
        bail!("{} names no stages ({})", program.display(), told.status);
    }
    let mut counts = Vec::new();
    for stage in stages.lines() {
        let count = count(program, book, stage).with_context(|| format!("cannot count `{stage}`"))?;
        eprintln!("{stage:32} {:>9.1} million instructions", count as f64 / 1e6);
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
        // Nothing is counted where the function that is counted is not found by its name.
        Some(0) => bail!("no instruction was counted"),
        Some(count) if told.status.success() => Ok(count),
        _ => bail!("{} ({})", said.lines().last().unwrap_or("Valgrind says nothing"), told.status),
    }
}

/// Fails if a stage takes more than was recorded, or less, or is not counted any more.
fn compare(counts: &[(String, u64)], recorded: &str) -> Result<()> {
    let mut known: BTreeMap<&str, u64> = recorded
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(stage, count)| Some((stage, count.parse().ok()?)))
        .collect();
    let (mut more, mut fewer) = (String::new(), String::new());
    for (stage, now) in counts {
        let Some(before) = known.remove(stage.as_str()) else {
            bail!("`{stage}` is not in {FILE}: {KEEP}");
        };
        let change = *now as f64 / before as f64 - 1.0;
        if change > TOLERANCE {
            let _ = write!(more, "\n  {stage}: {:.1} % more", change * 100.0);
        } else if change < -TOLERANCE {
            let _ = write!(fewer, "\n  {stage}: {:.1} % fewer", change * -100.0);
        }
    }
    if let Some((stage, _)) = known.first_key_value() {
        bail!("`{stage}` is in {FILE}, and there is no such stage: {KEEP}");
    }
    if !more.is_empty() {
        let (then, now) = (compiler_in(recorded), compiler()?);
        let compiler = match then == now {
            true => String::new(),
            false => format!("\nrecorded with {then}, counted with {now}"),
        };
        bail!("instructions over what {FILE} allows:{more}{fewer}{compiler}");
    }
    if !fewer.is_empty() {
        bail!("fewer instructions than {FILE} says; {KEEP}:{fewer}");
    }
    Ok(())
}

/// What to do where the record is not of these stages.
const KEEP: &str = "record it with `cargo xtask ratchet --record`";

const HEAD: &str = "\
# Instructions of each stage of a build, counted by Valgrind's callgrind on a book of
# 100 notes (`cargo xtask corpus 100 FOLDER`), on one thread. `cargo xtask ratchet` fails if
# a stage takes 2 % more or fewer, and `cargo xtask ratchet --record` writes this file anew.
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

    fn check(counts: &[(&str, u64)]) -> String {
        let counts: Vec<_> = counts.iter().map(|(stage, count)| ((*stage).to_owned(), *count)).collect();
        match compare(&counts, RECORDED) {
            Ok(()) => "allowed".to_owned(),
            Err(error) => error.to_string().lines().take(3).collect::<Vec<_>>().join("\n"),
        }
    }

    #[test]
    fn a_stage_may_take_as_many_instructions_as_recorded_and_as_good_as_none_more_or_fewer() {
        assert_eq!(check(&[("parse", 1000), ("index", 500)]), "allowed");
        assert_eq!(check(&[("parse", 1015), ("index", 495)]), "allowed");
        assert_eq!(
            check(&[("parse", 1030), ("index", 400)]),
            "instructions over what benches/instructions.txt allows:\n  parse: 3.0 % more\n  index: 20.0 % fewer"
        );
        assert_eq!(
            check(&[("parse", 1000), ("index", 400)]),
            "fewer instructions than benches/instructions.txt says; record it with `cargo xtask ratchet --record`:\n  index: 20.0 % fewer"
        );
    }

    #[test]
    fn a_stage_that_was_never_recorded_or_is_no_longer_counted_is_told() {
        assert_eq!(
            check(&[("search", 1)]),
            "`search` is not in benches/instructions.txt: record it with `cargo xtask ratchet --record`"
        );
        assert_eq!(
            check(&[("parse", 1000)]),
            "`index` is in benches/instructions.txt, and there is no such stage: record it with `cargo xtask ratchet --record`"
        );
    }
}
