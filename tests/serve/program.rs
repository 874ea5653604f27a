//! The program itself, as an author runs it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::author::{Folder, PATIENCE};

/// The program with one command, while it runs.
struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        Program::spawn(Program::command(folder, args).stderr(Stdio::null()))
    }

    fn command(folder: &Folder, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefbook"));
        command.args(args).arg("--root").arg(folder.root());
        command
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Program { child, output }
    }

    /// Reads lines until one holds the words.
    fn until_says(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("what the program prints is text");
            assert!(read > 0, "the program has ended without saying `{words}`");
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Presses Ctrl-C, and returns the exit code.
    #[cfg(unix)]
    fn interrupt(mut self) -> Option<i32> {
        let kill = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(kill.expect("kill can be run").success());
        let started = std::time::Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be waited for") {
                return status.code();
            }
            assert!(started.elapsed() < PATIENCE, "the program does not end");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const BOOK: &[(&str, &str)] = &[("content/index.md", "# Book\n"), ("content/talks.md", "# Talks\n")];

#[cfg(unix)]
#[test]
fn watch_writes_each_change_and_ends_on_ctrl_c() {
    let folder = Folder::new(BOOK);
    let mut program = Program::start(&folder, &["watch", "--explain"]);
    program.until_says("Ctrl-C ends");
    folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
    program.until_says("content/talks.md: ");
    program.until_says("  talks.html: ");
    let page = std::fs::read_to_string(folder.at("public/talks.html")).unwrap();
    assert!(page.contains("They parted."));
    assert!(!page.contains("_live"), "the page on disk is what is published");
    assert_eq!(program.interrupt(), Some(0));
}

#[cfg(unix)]
#[test]
fn serve_writes_nothing_and_ends_on_ctrl_c() {
    let folder = Folder::new(BOOK);
    let mut program = Program::start(&folder, &["serve", "--port", "0"]);
    let line = program.until_says("Serving http://localhost:");
    assert!(line.contains("(Ctrl-C ends)"), "{line}");
    folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
    program.until_says("content/talks.md: ");
    assert!(!folder.at("public").exists());
    assert_eq!(program.interrupt(), Some(0));
}

#[test]
fn book_that_is_not_there_cannot_be_watched() {
    let folder = Folder::new(BOOK);
    for command in ["watch", "serve"] {
        let status = Command::new(env!("CARGO_BIN_EXE_briefbook"))
            .args([command, "--root"])
            .arg(folder.at("nothing"))
            .stderr(Stdio::null())
            .status()
            .expect("the program runs");
        assert_eq!(status.code(), Some(2));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn serve_opens_the_book_by_the_opener_of_the_desktop_and_says_when_there_is_none() {
    use std::os::unix::fs::PermissionsExt;

    /// What is said to the author while a program with this as `xdg-open` starts to
    /// serve, with the address as ADDRESS.
    fn said(opener: Option<&str>) -> String {
        let folder = Folder::new(BOOK);
        let path = folder.at("bin");
        std::fs::create_dir(&path).unwrap();
        if let Some(script) = opener {
            let file = path.join("xdg-open");
            std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut command = Program::command(&folder, &["serve", "--open", "--port", "0"]);
        let mut program = Program::spawn(command.env("PATH", &path).stderr(Stdio::piped()));
        let serving = program.until_says("Serving ");
        let address = serving.split(' ').nth(1).expect("it says the address").to_owned();
        let mut said = BufReader::new(program.child.stderr.take().expect("it is piped"));
        let mut line = String::new();
        if opener.is_none_or(|script| script.starts_with("exit")) {
            said.read_line(&mut line).unwrap();
        } else {
            let opened = folder.at("bin/opened");
            let started = std::time::Instant::now();
            while !line.ends_with('\n') {
                assert!(started.elapsed() < PATIENCE, "nothing has been opened");
                line = std::fs::read_to_string(&opened).unwrap_or_default();
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }
        assert_eq!(program.interrupt(), Some(0));
        line.replace(&address, "ADDRESS")
    }

    assert_eq!(said(Some("echo opened $1 > \"${0%/*}/opened\"")), "opened ADDRESS\n");
    assert_eq!(
        said(None),
        "cannot open a browser (`xdg-open`: No such file or directory (os error 2)); open ADDRESS yourself\n"
    );
    assert_eq!(
        said(Some("exit 3")),
        "cannot open a browser (`xdg-open`: exit status: 3); open ADDRESS yourself\n"
    );
}

#[cfg(unix)]
#[test]
fn rebuild_that_no_file_of_the_book_is_the_reason_of_names_the_folder() {
    let folder = Folder::new(BOOK);
    let mut program = Program::start(&folder, &["watch"]);
    program.until_says("Ctrl-C ends");
    std::os::unix::fs::symlink("nowhere", folder.at("content/gone.md")).unwrap();
    let said = program.until_says("changed in");
    assert!(said.starts_with("the folder: 0 files changed in "), "{said}");
    assert!(said.ends_with(" (1 warning)\n"), "{said}");
    assert_eq!(program.interrupt(), Some(0));
}
