//! As much of HTTP/1.1 (RFC 9112) as a browser needs to read a site from the
//! same machine: requests without a body, and responses whose length is known.
//!
//! It is our own because it is small: the servers in crates bring either an
//! asynchronous runtime or no release since years, and none of them checks who
//! asks.

use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::ops::Range;

/// How long the first lines of a request may be, in bytes.
const LONGEST_HEAD: u64 = 64 * 1024;

/// What a browser asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`, `HEAD` or whatever was sent.
    pub(super) method: String,
    /// The path and the query as they were sent: `/talks.html?x=1`.
    pub(super) target: String,
    /// Names in lower case with values, in order.
    headers: Vec<(String, String)>,
}

impl Request {
    /// Reads the next request; `None` at the end of the connection.
    ///
    /// # Errors
    ///
    /// When what comes is not HTTP/1.1, is too long, or the connection breaks.
    pub(super) fn read(stream: &mut impl BufRead) -> io::Result<Option<Request>> {
        let mut head = stream.take(LONGEST_HEAD);
        let Some(first) = line(&mut head)? else { return Ok(None) };
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(bad("the first line is not `METHOD TARGET VERSION`"));
        };
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return Err(bad("this is not HTTP/1.1 for a server"));
        }
        let mut headers = Vec::new();
        loop {
            let Some(line) = line(&mut head)? else { return Err(bad("the request ends too early")) };
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| bad("a header has no colon"))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let request = Request { method: method.to_owned(), target: target.to_owned(), headers };
        // A body would be taken for the next request.
        let has_body = request.header("content-length").is_some_and(|length| length != "0");
        if has_body || request.header("transfer-encoding").is_some() {
            return Err(bad("requests here have no body"));
        }
        Ok(Some(request))
    }

    /// The value of a header by its name in lower case; `None` if it is not
    /// there. A header that stands twice has no value either.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// The path, percent-decoded and without its first slash; `None` if it is
    /// not UTF-8 or holds a zero.
    pub(super) fn path(&self) -> Option<String> {
        let path = self.target.split(['?', '#']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        (!path.contains('\0')).then(|| path.trim_start_matches('/').to_owned())
    }

    /// A value of the query by its name, percent-decoded.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(known, _)| *known == name)?;
        Some(percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// Whether the browser wants to ask for more on the same connection.
    pub(super) fn keeps_alive(&self) -> bool {
        !self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// A line without its end; `None` if there is none.
fn line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if stream.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.pop() != Some(b'\n') {
        return Err(bad("a line is too long or has no end"));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map(Some).map_err(|_| bad("a line is not UTF-8"))
}

fn bad(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_owned())
}

/// What is sent back.
#[derive(Debug)]
pub(super) struct Response {
    /// Code and words: `200 OK`.
    pub(super) status: &'static str,
    /// What the body is.
    pub(super) kind: &'static str,
    /// More headers.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// What a response holds.
#[derive(Debug)]
pub(super) enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// So many bytes of a file from where it stands.
    File(File, u64),
}

impl Body {
    fn length(&self) -> u64 {
        match self {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::File(_, length) => *length,
        }
    }
}

impl Response {
    /// A response that says in words why there is nothing else.
    pub(super) fn refusal(status: &'static str, reason: &str) -> Self {
        let body = Body::Bytes(format!("{reason}\n").into_bytes());
        Response { status, kind: "text/plain; charset=utf-8", headers: Vec::new(), body }
    }

    /// A file, or the part of it that is asked for: browsers play films and sound
    /// in parts (RFC 9110, section 14). Where several parts are asked for, or one
    /// in words that are not understood, the whole is sent, as the RFC allows.
    pub(super) fn file(
        request: &Request,
        mut file: File,
        kind: &'static str,
        tag: String,
    ) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let mut headers = vec![
            ("ETag", tag.clone()),
            ("Cache-Control", "no-cache".to_owned()),
            ("Accept-Ranges", "bytes".to_owned()),
        ];
        // A part of another version is of no use to who has a part of this one.
        let same = request.header("if-range").is_none_or(|known| known == tag);
        match request.header("range").filter(|_| same).and_then(|range| part(range, length)) {
            None => Ok(Response { status: "200 OK", kind, headers, body: Body::File(file, length) }),
            Some(range) if range.is_empty() => {
                let mut refusal = Response::refusal("416 Range Not Satisfiable", "the file is not so long");
                refusal.headers.push(("Content-Range", format!("bytes */{length}")));
                Ok(refusal)
            }
            Some(range) => {
                file.seek(SeekFrom::Start(range.start))?;
                headers.push(("Content-Range", format!("bytes {}-{}/{length}", range.start, range.end - 1)));
                let body = Body::File(file, range.end - range.start);
                Ok(Response { status: "206 Partial Content", kind, headers, body })
            }
        }
    }

    /// Sends the response; to a `HEAD` request without its body.
    pub(super) fn send(self, request: &Request, stream: &mut impl Write) -> io::Result<()> {
        let length = self.body.length();
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        head += &format!("Content-Type: {}\r\nContent-Length: {length}\r\n", self.kind);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += COMMON;
        head += if request.keeps_alive() { "\r\n" } else { "Connection: close\r\n\r\n" };
        let mut bytes = head.into_bytes();
        match self.body {
            _ if request.method == "HEAD" => stream.write_all(&bytes),
            Body::Bytes(body) => {
                bytes.extend_from_slice(&body);
                stream.write_all(&bytes)
            }
            Body::File(file, length) => {
                stream.write_all(&bytes)?;
                // A file that has just been cut leaves a response that is too short:
                // the connection must end, or the next one would be taken for its rest.
                match io::copy(&mut file.take(length), stream)? == length {
                    true => Ok(()),
                    false => Err(io::ErrorKind::UnexpectedEof.into()),
                }
            }
        }
    }
}

/// The part of a file that `bytes=0-99`, `bytes=100-` or `bytes=-50` asks for;
/// empty if the file is not so long, `None` if it is asked for in other words.
fn part(range: &str, length: u64) -> Option<Range<u64>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (first.trim(), last.trim()) {
        ("", last) => Some(length - number(last)?.min(length)..length),
        (first, last) => {
            let start = number(first)?;
            let end = if last.is_empty() { length } else { number(last)?.checked_add(1)?.min(length) };
            if !last.is_empty() && number(last)? < start {
                return None;
            }
            Some(start.min(end)..end)
        }
    }
}

/// Headers of every response: kinds of files are as said, and pages of other
/// sites cannot load anything from here.
pub(super) const COMMON: &str =
    "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n";

/// What a file is, by its name.
pub(super) fn kind(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "xhtml" => "application/xhtml+xml; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "txt" | "md" | "bib" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        match Request::read(&mut text.as_bytes()) {
            Ok(Some(request)) => {
                format!("{} {:?} alive: {}", request.method, request.path(), request.keeps_alive())
            }
            Ok(None) => "nothing".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn request_is_read_with_its_path_decoded() {
        let request = "GET /a%20b/%C3%A9.html?q=1#x HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert_eq!(check(request), "GET Some(\"a b/é.html\") alive: true");
        assert_eq!(check("HEAD / HTTP/1.1\nConnection: Close\n\n"), "HEAD Some(\"\") alive: false");
    }

    #[test]
    fn what_is_not_a_request_is_refused() {
        assert_eq!(check(""), "nothing");
        assert_eq!(check("GET /"), "a line is too long or has no end");
        assert_eq!(check("GET / HTTP/1.1\r\n"), "the request ends too early");
        assert_eq!(check("GET http://other/ HTTP/1.1\r\n\r\n"), "this is not HTTP/1.1 for a server");
        assert_eq!(check("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"), "requests here have no body");
        assert_eq!(check("GET /%ff HTTP/1.1\r\n\r\n"), "GET None alive: true");
        assert_eq!(
            check(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000))),
            "a line is too long or has no end"
        );
    }

    #[test]
    fn part_of_a_file_is_what_was_asked_for() {
        assert_eq!(part("bytes=0-3", 10), Some(0..4));
        assert_eq!(part("bytes=4-", 10), Some(4..10));
        assert_eq!(part("bytes=-3", 10), Some(7..10));
        assert_eq!(part("bytes=-30", 10), Some(0..10));
        assert_eq!(part("bytes=8-99", 10), Some(8..10));
        assert_eq!(part("bytes=10-", 10), Some(10..10));
        assert_eq!(part("bytes=0-", 0), Some(0..0));
        for other in ["bytes=3-2", "bytes=1-2,4-5", "bytes=a-b", "lines=1-2", "bytes=-"] {
            assert_eq!(part(other, 10), None, "{other}");
        }
    }

    #[test]
    fn value_of_the_query_is_decoded() {
        let text = "GET /_live/events?page=a%26b.html&edition=7 HTTP/1.1\r\n\r\n";
        let request = Request::read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.query("page").as_deref(), Some("a&b.html"));
        assert_eq!(request.query("edition").as_deref(), Some("7"));
        assert_eq!(request.query("none"), None);
    }
}
