//! What running a program costs.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// What one run of a program took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds of CPU, the program's and the system's on its behalf.
    pub(crate) cpu: f64,
    /// Seconds of the clock.
    pub(crate) clock: f64,
    /// The most memory that it held at one time, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program to its end; what it prints is thrown away.
///
/// # Errors
///
/// When it cannot be started, or fails.
pub(crate) fn run(command: &mut Command) -> Result<Cost> {
    let name = command.get_program().display().to_string();
    let began = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.with_context(|| format!("cannot run {name}"))?;
    let used = child.wait4().with_context(|| format!("cannot wait for {name}"))?;
    let clock = began.elapsed().as_secs_f64();
    if !used.status.success() {
        bail!("{name} failed ({})", used.status);
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Cost { cpu: cpu.as_secs_f64(), clock, peak: used.rusage.maxrss })
}

/// The run with the least CPU of several: other work on the machine only adds.
///
/// # Errors
///
/// When a run fails, or what prepares it.
pub(crate) fn best(runs: usize, mut prepare: impl FnMut() -> Result<Command>) -> Result<Cost> {
    let mut best: Option<Cost> = None;
    for _ in 0..runs {
        let cost = run(&mut prepare()?)?;
        if best.is_none_or(|best| cost.cpu < best.cpu) {
            best = Some(cost);
        }
    }
    best.context("no run was asked for")
}
