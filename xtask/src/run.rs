//! Running programs, with a line that says what runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The folder of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the project's folder").to_owned()
}

/// Runs Cargo in the project's folder.
pub(crate) fn cargo(step: &str, args: &[&str]) -> Result<()> {
    cargo_with(step, args, &[])
}

/// Runs Cargo in the project's folder with some more environment.
pub(crate) fn cargo_with(step: &str, args: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    // Snapshots are compared, never rewritten: that is for an author to decide.
    command.args(args).env("INSTA_UPDATE", "no").envs(environment.iter().copied());
    status(step, &mut command)
}

/// Programs that were compiled.
pub(crate) struct Compiled {
    /// What Cargo told of them: a JSON object a line.
    told: String,
}

/// Compiles the program by one of the profiles of `Cargo.toml`, and programs of `benches/`.
/// One run of Cargo does it, because it compiles the library anew when benchmarks are wanted.
pub(crate) fn compiled(benches: &[&str], profile: &str) -> Result<Compiled> {
    eprintln!("\n== compile");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--no-run", "--locked", "--message-format=json-render-diagnostics"]);
    command.args(["--profile", profile]);
    command.args(benches.iter().flat_map(|name| ["--bench", name]));
    let told = command.current_dir(root()).stderr(Stdio::inherit()).output().context("cannot run Cargo")?;
    if !told.status.success() {
        bail!("the benchmarks do not compile");
    }
    Ok(Compiled { told: String::from_utf8_lossy(&told.stdout).into_owned() })
}

impl Compiled {
    /// The path of a program.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        let lines = self.told.lines().filter(|line| line.contains(&format!("\"name\":\"{name}\"")));
        // A library of the same name has no path there.
        let mut paths = lines.filter_map(|line| line.split("\"executable\":\"").nth(1)?.split('"').next());
        paths.next().map(PathBuf::from).with_context(|| format!("Cargo has made no `{name}`"))
    }
}

/// Runs Node in the project's folder with some more environment.
pub(crate) fn node(step: &str, args: &[&str], environment: &[(&str, &Path)]) -> Result<()> {
    let mut command = Command::new("node");
    command.args(args).envs(environment.iter().copied());
    status(step, &mut command)
}

/// Runs a program in the project's folder, and fails if it does.
pub(crate) fn status(step: &str, command: &mut Command) -> Result<()> {
    status_in(step, command, &root())
}

/// Runs a program in a folder, and fails if it does.
pub(crate) fn status_in(step: &str, command: &mut Command, folder: &Path) -> Result<()> {
    eprintln!("\n== {step}");
    let status = command
        .current_dir(folder)
        .status()
        .with_context(|| format!("{step}: cannot run {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{step} failed ({status})");
    }
    Ok(())
}
