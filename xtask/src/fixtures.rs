//! What the tests need from outside: a browser and packages for Node, from the
//! registries of Debian and npm. What is there already is used as it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// The packages that tests use, with their exact versions.
const PACKAGES: [(&str, &str); 3] =
    [("commonmark-spec", "0.31.2"), ("playwright-core", "1.65.1"), ("axe-core", "4.14.1")];

/// Installs everything; returns the folder of the packages.
pub(crate) fn all() -> Result<PathBuf> {
    let missing: Vec<String> = PACKAGES
        .into_iter()
        .filter(|(name, version)| !is_installed(name, version))
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    let folder = folder();
    if !missing.is_empty() {
        std::fs::create_dir_all(&folder)?;
        let prefix = folder.to_str().expect("the project's path is UTF-8");
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", prefix])
            .args(&missing);
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run::status("packages for tests (npm)", &mut npm)?;
    }
    Ok(folder.join("node_modules"))
}

/// Installs what the browser tests need; returns the folder of the packages.
pub(crate) fn browser() -> Result<PathBuf> {
    let packages = all()?;
    if !Path::new("/usr/bin/chromium").exists() {
        let install = "apt-get update -qq && apt-get install -y -qq chromium";
        let mut shell = Command::new("sh");
        shell.args(["-c", install]).env("DEBIAN_FRONTEND", "noninteractive");
        if run::status("Chromium (apt-get)", &mut shell).is_err() {
            bail!("the browser tests need Chromium at /usr/bin/chromium: install the package `chromium`");
        }
    }
    Ok(packages)
}

fn folder() -> PathBuf {
    run::root().join("target/fixtures")
}

fn is_installed(name: &str, version: &str) -> bool {
    let package = folder().join("node_modules").join(name).join("package.json");
    std::fs::read_to_string(package).is_ok_and(|json| json.contains(&format!("\"version\": \"{version}\"")))
}
