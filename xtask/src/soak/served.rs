//! The program while it serves a book, seen from outside: what it sends, and
//! what it takes from the machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How long the server may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// The program with `serve`.
#[derive(Debug)]
pub(super) struct Served {
    child: Child,
    port: u16,
}

/// What a process takes from the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Memory that is not shared with other processes, in bytes.
    pub(super) memory: u64,
    /// Its threads.
    pub(super) threads: u64,
    /// Its open files and connections.
    pub(super) files: u64,
}

impl Served {
    /// Serves the book in `root`.
    pub(super) fn start(program: &Path, root: &Path) -> Result<Served> {
        let mut command = Command::new(program);
        command.args(["serve", "--port", "0", "--root"]).arg(root);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run `{}`", program.display()))?;
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let port = loop {
            let Some(line) = lines.next() else { bail!("the program has ended before it served") };
            let line = line?;
            if let Some((_, address)) = line.split_once("Serving http://localhost:") {
                let digits: String = address.chars().take_while(char::is_ascii_digit).collect();
                break digits.parse().context("the program says no port")?;
            }
        };
        // Somebody must read what it prints, or it would wait for a reader.
        thread::spawn(move || lines.for_each(drop));
        Ok(Served { child, port })
    }

    /// The text of a file of the site; `None` if there is no such file.
    pub(super) fn get(&self, url: &str) -> Result<Option<Vec<u8>>> {
        let mut stream = self.ask(url)?;
        stream.get_mut().write_all(b"Connection: close\r\n\r\n")?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("no end of the head")?;
        let found = bytes.starts_with(b"HTTP/1.1 200");
        Ok(found.then(|| bytes.split_off(end + 4)))
    }

    /// Opens the page as a browser does that waits for news, and reads some.
    pub(super) fn look_in(&self, url: &str) -> Result<()> {
        let mut stream = self.ask(&format!("_live/events?page={url}"))?;
        stream.get_mut().write_all(b"\r\n")?;
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                bail!("the server has told nothing");
            }
        }
        Ok(())
    }

    fn ask(&self, url: &str) -> Result<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).context("the server is gone")?;
        stream.set_read_timeout(Some(SILENCE))?;
        let url = url.replace(' ', "%20");
        stream.write_all(format!("GET /{url} HTTP/1.1\r\nHost: localhost\r\n").as_bytes())?;
        Ok(BufReader::new(stream))
    }

    /// What it takes now; `None` where the system does not say in files.
    pub(super) fn usage(&self) -> Option<Usage> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let status = std::fs::read_to_string(folder.join("status")).ok()?;
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let files = std::fs::read_dir(folder.join("fd")).ok()?.count() as u64;
        Some(Usage { memory: number("RssAnon:")? * 1024, threads: number("Threads:")?, files })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, which has been reported then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
