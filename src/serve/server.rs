//! The site over HTTP, to browsers on the same machine.
//!
//! What is sent is the site of the last edition, from memory: nothing is
//! written. A path is looked up among the addresses of the site and is never a
//! path on disk; files that are copied are read from the book's folder, and only
//! from there.

use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, BufReader, Write};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::edition::Edition;
use super::http::{Body, COMMON, Request, Response, kind};
use super::problems::{Editor, problems};
use super::reload::{self, History, LIVE};
use crate::site::SiteFile;
use crate::source::AssetFile;

/// The port that is tried first when none is asked for.
const FIRST_PORT: u16 = 3030;

/// How many ports after the first are tried.
const TRIES: u16 = 100;

/// How long a connection may be silent before it is closed. Browsers open some
/// that they never use.
const SILENCE: Duration = Duration::from_secs(30);

/// How often a page that waits for news is sent a line, so that a page that has
/// been closed is noticed here, and a server that has gone is noticed there.
const PULSE: Duration = Duration::from_secs(15);

/// Where to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// On this one.
    Exactly(u16),
    /// On 3030, or the next free one.
    FirstFree,
}

/// A server that runs until the program ends.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What all connections see.
struct Shared {
    /// The book's folder.
    root: PathBuf,
    editor: Editor,
    /// Names under which the server may be asked, in lower case.
    hosts: Vec<String>,
    /// Tells this run of the server from others before and after it.
    session: u64,
    now: Mutex<Option<Now>>,
    /// Rung at each edition.
    news: Condvar,
}

/// The last edition.
struct Now {
    edition: Arc<Edition>,
    history: History,
    problems: Arc<Value>,
}

impl Server {
    /// Starts to listen, on the loopback address if no other host is named.
    /// Until there is an edition, browsers wait.
    ///
    /// # Errors
    ///
    /// When the host is none of this machine's, and when the port is taken.
    pub fn start(root: &Path, host: Option<&str>, port: Port, editor: Editor) -> Result<Server> {
        let listener = listen(host.unwrap_or("127.0.0.1"), port)?;
        let address = listener.local_addr().context("the server has no address")?;
        let mut hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned()];
        hosts.extend(host.map(str::to_ascii_lowercase));
        if !address.ip().is_unspecified() {
            hosts.push(host_of(address.ip()));
        }
        let root = root.canonicalize().with_context(|| format!("cannot find `{}`", root.display()))?;
        let shared = Arc::new(Shared {
            root,
            editor,
            // Under every address of the machine means under every name of it.
            hosts: if address.ip().is_unspecified() { Vec::new() } else { hosts },
            // Randomly seeded by the standard library, and enough to tell two runs apart;
            // 32 bits, because scripts cannot hold 64.
            session: RandomState::new().hash_one(address) >> 32,
            now: Mutex::new(None),
            news: Condvar::new(),
        });
        let accepting = shared.clone();
        thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || accept(&listener, &accepting))
            .context("cannot start a thread")?;
        Ok(Server { address, shared })
    }

    /// The address of the first page.
    pub fn url(&self) -> String {
        let host = match self.address.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => "localhost".to_owned(),
            ip => host_of(ip),
        };
        format!("http://{host}:{}/", self.address.port())
    }

    /// The address of the first page for other machines, if the server listens on all
    /// addresses of this one and it is in a network.
    pub fn network_url(&self) -> Option<String> {
        if !self.address.ip().is_unspecified() {
            return None;
        }
        // Nothing is sent: the system is asked by which way something would be.
        let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
        socket.connect("192.0.2.1:9").ok()?;
        let seen = socket.local_addr().ok()?.ip();
        (!seen.is_loopback()).then(|| format!("http://{}:{}/", host_of(seen), self.address.port()))
    }

    /// Serves an edition from now on, and tells open pages of it.
    pub fn publish(&self, edition: &Arc<Edition>) {
        let shared = &self.shared;
        let problems = problems(&shared.root, &shared.editor, &edition.inputs, &edition.build.diagnostics);
        let mut now = shared.lock();
        let mut history = now.take().map(|now| now.history).unwrap_or_default();
        history.add(edition);
        *now = Some(Now { edition: edition.clone(), history, problems: Arc::new(problems) });
        shared.news.notify_all();
    }
}

/// An address as it stands in a URL.
fn host_of(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

fn listen(host: &str, port: Port) -> Result<TcpListener> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match port {
        Port::Exactly(port) => TcpListener::bind((bare, port))
            .with_context(|| format!("cannot listen on port {port} of `{host}`; try another with --port")),
        Port::FirstFree => {
            for port in FIRST_PORT..FIRST_PORT + TRIES {
                match TcpListener::bind((bare, port)) {
                    // Another server on all addresses would get some of our requests.
                    Ok(_) if bare == "127.0.0.1" && answers(port) => {}
                    Ok(listener) => return Ok(listener),
                    Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                    Err(error) => {
                        return Err(error).with_context(|| format!("cannot listen on `{host}`"));
                    }
                }
            }
            bail!(
                "the ports from {FIRST_PORT} to {} are all taken; name one with --port",
                FIRST_PORT + TRIES - 1
            )
        }
    }
}

/// Whether somebody listens on a port of `localhost` by its IPv6 address.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_millis(50)).is_ok()
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many open files, mostly: some will be closed soon.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let shared = shared.clone();
        // A browser that gets no thread asks again.
        let _ = thread::Builder::new().name("connection".to_owned()).spawn(move || {
            // A connection that breaks is the browser's affair.
            let _ = shared.serve(&stream);
        });
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Now>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers what is asked on one connection.
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(SILENCE))?;
        // A browser that has been put to sleep reads nothing and never says so.
        stream.set_write_timeout(Some(SILENCE))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        let mut writer = stream;
        loop {
            let request = match Request::read(&mut reader) {
                Ok(Some(request)) => request,
                Ok(None) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    let status = format!(
                        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n{COMMON}\r\n"
                    );
                    return writer.write_all(status.as_bytes());
                }
                Err(error) => return Err(error),
            };
            if request.path().as_deref() == Some("_live/events") && self.refusal(&request).is_none() {
                return self.tell_news(&request, writer);
            }
            self.answer(&request).send(&request, &mut writer)?;
            if !request.keeps_alive() {
                return Ok(());
            }
        }
    }

    fn answer(&self, request: &Request) -> Response {
        if let Some(refusal) = self.refusal(request) {
            return refusal;
        }
        let Some(path) = request.path() else {
            return Response::refusal("400 Bad Request", "the address is not UTF-8");
        };
        let fixed = |kind, text: &str| Response {
            status: "200 OK",
            kind,
            headers: vec![("Cache-Control", "no-cache".to_owned())],
            body: Body::Bytes(text.as_bytes().to_vec()),
        };
        match path.strip_prefix(LIVE) {
            Some("client.js") => return fixed("text/javascript; charset=utf-8", reload::SCRIPT),
            Some("client.css") => return fixed("text/css; charset=utf-8", reload::STYLE),
            _ => {}
        }
        let (edition, changed) = {
            let mut now = self.lock();
            while now.is_none() {
                now = self.news.wait(now).unwrap_or_else(PoisonError::into_inner);
            }
            let now = now.as_ref().expect("the loop above has waited for it");
            (now.edition.clone(), now.history.changed(&path))
        };
        self.file(request, &edition, &path, changed)
    }

    /// Why a request is not answered: pages of other sites must not read the
    /// book through the browser of its author, neither by asking this server nor
    /// by giving its address a name of theirs.
    fn refusal(&self, request: &Request) -> Option<Response> {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            let mut refusal = Response::refusal("405 Method Not Allowed", "this server only reads");
            refusal.headers.push(("Allow", "GET, HEAD".to_owned()));
            return Some(refusal);
        }
        let is_ours = |host: &str| {
            let host = host.to_ascii_lowercase();
            let end = host.rfind(':').filter(|at| !host[*at..].contains(']')).unwrap_or(host.len());
            self.hosts.is_empty() || self.hosts.iter().any(|known| *known == host[..end])
        };
        if !request.header("host").is_some_and(is_ours) {
            return Some(Response::refusal(
                "403 Forbidden",
                "this is not the host that you think it is; see --host",
            ));
        }
        let from_elsewhere = request.header("origin").is_some_and(|origin| {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            // With every name allowed, the page and the server must have the same.
            !is_ours(host) || (self.hosts.is_empty() && request.header("host") != Some(host))
        });
        if from_elsewhere {
            return Some(Response::refusal("403 Forbidden", "this book is not for pages of other sites"));
        }
        None
    }

    fn file(&self, request: &Request, edition: &Edition, path: &str, changed: Option<u64>) -> Response {
        let site = &edition.build.site;
        let index = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(file) = site.get(index.as_str()) {
            let tag = format!("\"{}-{}\"", self.session, changed.unwrap_or(edition.number));
            return match file {
                SiteFile::Text(text) if index.ends_with(".html") => {
                    self.page("200 OK", edition, &index, text)
                }
                _ if request.header("if-none-match") == Some(&tag) => Response {
                    status: "304 Not Modified",
                    kind: kind(&index),
                    headers: vec![("ETag", tag)],
                    body: Body::Bytes(Vec::new()),
                },
                SiteFile::Text(text) => {
                    let headers = vec![("ETag", tag), ("Cache-Control", "no-cache".to_owned())];
                    let body = Body::Bytes(text.as_bytes().to_vec());
                    Response { status: "200 OK", kind: kind(&index), headers, body }
                }
                SiteFile::Copy(asset) => {
                    match self.open(asset).and_then(|file| Response::file(request, file, kind(&index), tag)) {
                        Ok(response) => response,
                        Err(error) => {
                            let reason = format!("`{}` cannot be read: {error}", asset.source);
                            Response::refusal("404 Not Found", &reason)
                        }
                    }
                }
            };
        }
        if site.contains_key(format!("{index}/index.html").as_str()) {
            let name = index.rsplit('/').next().unwrap_or_default();
            let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
            let mut response = Response::refusal("308 Permanent Redirect", "this is a folder");
            response.headers.push(("Location", format!("{name}/")));
            return response;
        }
        match site.get("404.html") {
            Some(SiteFile::Text(text)) => self.page("404 Not Found", edition, &index, text),
            _ => Response::refusal("404 Not Found", "there is no such page"),
        }
    }

    /// A page with the script that keeps it up to date.
    fn page(&self, status: &'static str, edition: &Edition, url: &str, html: &str) -> Response {
        let body = reload::with_script(html, url, self.session, edition.number);
        let body = Body::Bytes(body.into_bytes());
        let headers = vec![("Cache-Control", "no-store".to_owned())];
        Response { status, kind: kind("page.html"), headers, body }
    }

    /// A file of the book. It may have been replaced by a link since the book was
    /// loaded, and links do not lead out of the book.
    fn open(&self, asset: &AssetFile) -> io::Result<File> {
        let path = self.root.join(asset.source.as_str()).canonicalize()?;
        if !path.starts_with(&self.root) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it leads out of the book"));
        }
        File::open(path)
    }

    /// Tells a page of every edition until it is closed, as Server-Sent Events.
    fn tell_news(&self, request: &Request, mut writer: &TcpStream) -> io::Result<()> {
        let page = request.query("page").unwrap_or_default();
        let number = |name| request.query(name).and_then(|value| value.parse().ok());
        // A page of an earlier run has to look for itself what has changed.
        let mut since = number("edition").filter(|_| number("session") == Some(self.session));
        let mut told: Option<u64> = None;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                    Connection: close\r\n";
        writer.write_all(format!("{head}{COMMON}\r\nretry: 500\n\n").as_bytes())?;
        if request.method == "HEAD" {
            return Ok(());
        }
        loop {
            let message = {
                let mut now = self.lock();
                if now.as_ref().map(|now| now.edition.number) == told {
                    (now, _) = self.news.wait_timeout(now, PULSE).unwrap_or_else(PoisonError::into_inner);
                }
                match now.as_ref() {
                    Some(Now { edition, history, problems }) if Some(edition.number) != told => {
                        let from = since.unwrap_or(edition.number);
                        let message = reload::message(edition, history, &page, from, self.session, problems);
                        told = Some(edition.number);
                        since = told;
                        Some(message)
                    }
                    _ => None,
                }
            };
            match message {
                Some(message) => writer.write_all(format!("data: {message}\n\n").as_bytes())?,
                None => writer.write_all(b"event: pulse\ndata:\n\n")?,
            }
        }
    }
}
