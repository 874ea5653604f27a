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

/// Compiles a program of the project; returns its path.
pub(crate) fn compiled(name: &str, args: &[&str]) -> Result<PathBuf> {
    eprintln!("\n== compile {name}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args).args(["--locked", "--message-format=json-render-diagnostics"]);
    let told = command.current_dir(root()).stderr(Stdio::inherit()).output().context("cannot run Cargo")?;
    // One JSON object a line; that of the program has its path at the end.
    let text = String::from_utf8_lossy(&told.stdout);
    let path = text
        .lines()
        .filter(|line| line.contains(&format!("\"name\":\"{name}\"")))
        .find_map(|line| line.split("\"executable\":\"").nth(1)?.split('"').next());
    path.map(PathBuf::from).with_context(|| format!("`{name}` does not compile"))
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
