//! The bundled book in Chromium: what its tests try, and the pictures of the README.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{fixtures, run};

/// How many files of tests run at a time.
const AT_A_TIME: usize = 2;

/// How long a file of tests may take. The longest takes two minutes on two cores.
const LIMIT: Duration = Duration::from_mins(15);

/// How long one that is asked to end may take for it.
const PARTING: Duration = Duration::from_secs(10);

/// How often a file of tests is begun that does not end.
const TIMES: usize = 2;

/// Tries what readers do.
pub(crate) fn test() -> Result<()> {
    let (node_modules, site) = bundled_book()?;
    eprintln!("\n== browser");
    let printed = run::root().join("target/fixtures/browser");
    fs::create_dir_all(&printed).with_context(|| format!("cannot make the folder {}", printed.display()))?;
    let files = files_of_tests()?;
    let waiting = Mutex::new(files.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let failure = |file: &String| {
            let mut command = Command::new("node");
            command.arg(file).current_dir(run::root());
            command.env("NODE_MODULES", &node_modules).env("SITE", &site);
            let printed = printed.join(format!("{}.txt", file.replace('/', "-")));
            file_of_tests(file, &mut command, &printed, LIMIT).err()
        };
        std::iter::from_fn(next).filter_map(failure).map(|error| format!("{error:#}")).collect::<Vec<_>>()
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(run)).collect();
        runs.into_iter().flat_map(|run| run.join().expect("running programs does not panic")).collect()
    });
    if !failures.is_empty() {
        bail!("browser failed: {}", failures.join("; "));
    }
    Ok(())
}

/// Takes the pictures of the README, so that they show the book as it is.
pub(crate) fn screenshots() -> Result<()> {
    let (node_modules, site) = bundled_book()?;
    let out = run::root().join("docs/images");
    let environment = [("NODE_MODULES", &*node_modules), ("SITE", &*site), ("OUT", &*out)];
    run::node("screenshots", &["tests/browser/screenshots.mjs"], &environment)
}

/// Runs one file of tests, whose output goes into the file `printed` while it runs, and is
/// shown when it has ended.
///
/// What does not end is begun once more: a Chromium that stops answering keeps a test
/// waiting for ever, and says nothing about the book. What fails is not.
fn file_of_tests(name: &str, command: &mut Command, printed: &Path, limit: Duration) -> Result<()> {
    for _ in 0..TIMES {
        let output = File::create(printed).with_context(|| format!("cannot write {}", printed.display()))?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let child =
            command.spawn().with_context(|| format!("cannot run {}", command.get_program().display()))?;
        let status = wait(child, limit)?;
        let output = fs::read(printed).with_context(|| format!("cannot read {}", printed.display()))?;
        eprintln!("\n-- {name}\n{}", String::from_utf8_lossy(&output));
        match status {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("{name} ({status})"),
            None => eprintln!(
                "{name} has not ended after {} seconds, and was ended: the last test above is the last that came to an end",
                limit.as_secs()
            ),
        }
    }
    bail!("{name} did not end, {TIMES} times")
}

/// Waits until a program ends by itself. If it takes longer than `limit`, it is ended,
/// and has no status: first it is asked to, as Playwright then ends its Chromium.
fn wait(mut child: Child, limit: Duration) -> Result<Option<ExitStatus>> {
    if let Some(status) = ended(&mut child, limit)? {
        return Ok(Some(status));
    }
    if cfg!(unix) {
        Command::new("kill").arg(child.id().to_string()).status().context("cannot run kill")?;
        ended(&mut child, PARTING)?;
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// The status of a program that ends within `limit`.
fn ended(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        let status = child.try_wait()?;
        if status.is_some() || begun.elapsed() > limit {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Builds the bundled book. Returns the folder of the packages that open it, and the
/// folder of the book.
fn bundled_book() -> Result<(PathBuf, PathBuf)> {
    let node_modules = fixtures::browser()?;
    run::cargo("build", &["build", "--locked"])?;
    let site = run::root().join("target/fixtures/site");
    let out = site.to_str().expect("the project's path is UTF-8");
    run::cargo("bundled book", &["run", "--quiet", "--locked", "--", "build", "--strict", "--out", out])?;
    if !site.join("index.html").is_file() {
        bail!("the build of the bundled book has left no {}", site.join("index.html").display());
    }
    Ok((node_modules, site))
}

/// The files of browser tests: the one that takes longest first, the others by their names.
fn files_of_tests() -> Result<Vec<String>> {
    let folder = "tests/browser";
    let mut tests = Vec::new();
    for entry in fs::read_dir(run::root().join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            tests.push(format!("{folder}/{name}"));
        }
    }
    tests.sort_by_key(|name| (!name.ends_with("/pages.test.mjs"), name.clone()));
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a script as a file of tests of this name. Returns what came of it, and how often
    /// it was begun.
    fn check(name: &str, script: &str, limit: Duration) -> (Result<(), String>, usize) {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("temporary folders can be made");
        let mut command = Command::new("sh");
        command.args(["-c", &format!("echo begun >> begun; {script}")]).current_dir(&folder);
        let result = file_of_tests(name, &mut command, &folder.join("printed"), limit);
        let begun = fs::read_to_string(folder.join("begun")).expect("it was begun").lines().count();
        fs::remove_dir_all(&folder).expect("temporary folders can be removed");
        (result.map_err(|error| error.to_string()), begun)
    }

    #[test]
    fn what_does_not_end_is_begun_once_more_and_what_fails_is_not() {
        assert_eq!(check("good", "exit 0", LIMIT), (Ok(()), 1));
        assert_eq!(check("bad", "exit 3", LIMIT), (Err("bad (exit status: 3)".to_owned()), 1));
        let soon = Duration::from_secs(2);
        let never = "exec sleep 600";
        assert_eq!(check("hangs", never, soon), (Err("hangs did not end, 2 times".to_owned()), 2));
        assert_eq!(check("hung", &format!("[ $(wc -l < begun) = 2 ] || {never}"), soon), (Ok(()), 2));
    }
}
