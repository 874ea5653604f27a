//! What running a program costs.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

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

impl Cost {
    /// What counts of two runs of the same thing: the least time, because other
    /// work on the machine only adds, and the most memory.
    pub(crate) fn least(self, other: Cost) -> Cost {
        Cost {
            cpu: self.cpu.min(other.cpu),
            clock: self.clock.min(other.clock),
            peak: self.peak.max(other.peak),
        }
    }
}

/// Runs a program to its end; what it prints is thrown away. There is no cost if
/// it takes longer than `limit`: then it is ended.
///
/// # Errors
///
/// When it cannot be started, or fails.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<Option<Cost>> {
    let name = command.get_program().display().to_string();
    let began = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.with_context(|| format!("cannot run {name}"))?;
    let (ended, end) = mpsc::channel::<()>();
    let id = child.id();
    let watch = std::thread::spawn(move || match end.recv_timeout(limit) {
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Command::new("kill").args(["-KILL", &id.to_string()]).status().is_ok()
        }
        _ => false,
    });
    let used = child.wait4().with_context(|| format!("cannot wait for {name}"))?;
    let clock = began.elapsed().as_secs_f64();
    drop(ended);
    if watch.join().expect("waiting does not panic") {
        return Ok(None);
    }
    if !used.status.success() {
        bail!("{name} failed ({})", used.status);
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Some(Cost { cpu: cpu.as_secs_f64(), clock, peak: used.rusage.maxrss }))
}

/// After a run that takes as long there is no other, because a few seconds more or
/// less no longer matter.
const LONG: f64 = 60.0;

/// The least of several runs. There is none if the first takes longer than `limit`.
///
/// # Errors
///
/// When a run fails, or what prepares it.
pub(crate) fn best(
    runs: usize,
    limit: Duration,
    mut prepare: impl FnMut() -> Result<Command>,
) -> Result<Option<Cost>> {
    let mut best: Option<Cost> = None;
    for _ in 0..runs {
        let Some(cost) = run(&mut prepare()?, limit)? else { break };
        best = Some(best.map_or(cost, |best| best.least(cost)));
        if cost.clock > LONG {
            break;
        }
    }
    Ok(best)
}

/// A program that goes on until it is no longer needed.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program; what it prints is thrown away.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub(crate) fn start(command: &mut Command) -> Result<Running> {
        let name = command.get_program().display().to_string();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Ok(Running(child.with_context(|| format!("cannot run {name}"))?))
    }

    /// Fails if the program has ended by itself.
    ///
    /// # Errors
    ///
    /// When it has.
    pub(crate) fn check(&mut self) -> Result<()> {
        match self.0.try_wait()? {
            Some(status) => bail!("it has ended by itself ({status})"),
            None => Ok(()),
        }
    }

    /// Waits until the program does nothing for a while, or for `limit`.
    pub(crate) fn settle(&self, limit: Duration) {
        const QUIET: Duration = Duration::from_millis(300);
        let began = Instant::now();
        let mut before = self.ticks();
        while began.elapsed() < limit {
            std::thread::sleep(QUIET);
            let now = self.ticks();
            // A tick is a hundredth of a second; a server's own clocks take less.
            if now.saturating_sub(before) <= 1 {
                return;
            }
            before = now;
        }
    }

    /// The CPU that the program has used, in ticks; nothing where the system
    /// does not tell.
    fn ticks(&self) -> u64 {
        let told = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap_or_default();
        // The name of the program stands in brackets and may have spaces.
        let numbers = told.rsplit(')').next().unwrap_or_default();
        numbers.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    /// The most memory that the program held so far, in bytes, where the system
    /// tells.
    pub(crate) fn peak(&self) -> Option<u64> {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_counts_and_the_most_memory() {
        let least = Cost { cpu: 2.0, clock: 1.5, peak: 7 }.least(Cost { cpu: 1.0, clock: 1.8, peak: 5 });
        assert_eq!((least.cpu, least.clock, least.peak), (1.0, 1.5, 7));
    }

    #[test]
    fn what_takes_too_long_is_ended() {
        let mut command = Command::new("sleep");
        let cost = run(command.arg("60"), Duration::from_millis(50)).expect("it can be started");
        assert!(cost.is_none());
    }
}
