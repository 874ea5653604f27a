//! What the program is at, for people who wait: one line on a terminal, which
//! comes after half a second and goes when the work is done.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long nobody minds to wait without a word.
const SILENT: Duration = Duration::from_millis(500);

/// How often the time is told anew.
const TICK: Duration = Duration::from_millis(100);

/// The line, until this is dropped.
pub(super) struct Progress {
    shared: Arc<Shared>,
    /// `None` where nobody would see the line.
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    now: Mutex<Now>,
    bell: Condvar,
}

#[derive(Default)]
struct Now {
    step: String,
    done: bool,
}

impl Progress {
    /// Begins to wait. Nothing is ever said to what is no terminal, nor to those
    /// who asked for `quiet`.
    pub(super) fn start(quiet: bool, step: &str) -> Progress {
        let shared = Arc::new(Shared::default());
        step.clone_into(&mut shared.lock().step);
        let watching = shared.clone();
        let seen = !quiet && stderr().is_terminal();
        Progress { shared, thread: seen.then(|| thread::spawn(move || watching.tell())) }
    }

    /// Says what comes next: `Building 1,000 notes`.
    pub(super) fn step(&self, step: String) {
        self.shared.lock().step = step;
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the line again and again until the work is done, and takes it away.
    fn tell(&self) {
        let started = Instant::now();
        let mut shown = false;
        let mut now = self.lock();
        while !now.done {
            let pause = if shown { TICK } else { SILENT };
            let waited;
            (now, waited) = self.bell.wait_timeout(now, pause).unwrap_or_else(PoisonError::into_inner);
            if waited.timed_out() && !now.done {
                shown = true;
                // A terminal that has gone is no reason to stop.
                let _ = write!(stderr(), "\r\x1b[K{} ... {:.1} s", now.step, started.elapsed().as_secs_f64());
            }
        }
        if shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.shared.lock().done = true;
        self.shared.bell.notify_all();
        if let Some(thread) = self.thread.take() {
            // It has nothing to lose but its line.
            let _ = thread.join();
        }
    }
}
