//! What a browser gets from the server, and what others do not.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use briefbook::serve::{Edition, Editor, Glance, Look, Port, Server};

use crate::author::{Folder, PATIENCE};

/// A book that is served.
struct Served {
    folder: Folder,
    desk: briefbook::serve::Desk,
    server: Server,
}

const BOOK: &[(&str, &str)] = &[
    ("content/index.md", "# Book\n"),
    ("content/talks.md", "# Talks\n\nThey met.\n"),
    ("content/more/index.md", "# More\n"),
    ("content/a b/größe.csv", "a\n"),
    ("content/data.csv", "a,b\n"),
    ("secret.txt", "secret"),
];

impl Served {
    fn new() -> Self {
        let folder = Folder::new(BOOK);
        let editor = Editor::parse("vscode").unwrap();
        let server = Server::start(&folder.root(), None, Port::Exactly(0), editor).unwrap();
        let mut served = Served { desk: folder.desk(), folder, server };
        served.publish();
        served
    }

    /// Builds the book and gives it to the server.
    fn publish(&mut self) -> Arc<Edition> {
        match self.desk.look(Glance::Second).unwrap() {
            Look::New(edition) => {
                self.server.publish(&edition);
                edition
            }
            other => panic!("the book has changed: {other:?}"),
        }
    }

    fn port(&self) -> u16 {
        let url = self.server.url();
        url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Sends the lines of a request.
    fn ask(&self, lines: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(lines.replace('\n', "\r\n").as_bytes()).unwrap();
        BufReader::new(stream)
    }

    /// The whole response to one request.
    fn response(&self, method: &str, target: &str, headers: &str) -> String {
        let host = if headers.contains("Host:") { "" } else { "Host: localhost\n" };
        let mut reader =
            self.ask(&format!("{method} {target} HTTP/1.1\n{host}{headers}Connection: close\n\n"));
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The status of a response and what kind of file it has.
    fn check(&self, target: &str) -> String {
        let response = self.response("GET", target, "");
        format!("{} {}", status(&response), header(&response, "Content-Type").unwrap_or_default())
    }
}

fn status(response: &str) -> &str {
    response.lines().next().unwrap().strip_prefix("HTTP/1.1 ").unwrap()
}

fn header(response: &str, name: &str) -> Option<String> {
    let head = response.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
}

#[test]
fn files_come_with_what_they_are() {
    let served = Served::new();
    let html = "200 OK text/html; charset=utf-8";
    assert_eq!(served.check("/"), html);
    assert_eq!(served.check("/talks.html?x=1"), html);
    assert_eq!(served.check("/more/"), html);
    assert_eq!(served.check("/a-b/gr%C3%B6%C3%9Fe.csv"), "200 OK text/csv; charset=utf-8");
    assert_eq!(served.check("/_theme/book.css"), "200 OK text/css; charset=utf-8");
    assert_eq!(served.check("/data.csv"), "200 OK text/csv; charset=utf-8");
    assert_eq!(served.check("/_live/client.js"), "200 OK text/javascript; charset=utf-8");
    assert_eq!(served.check("/nothing.html"), "404 Not Found text/html; charset=utf-8");
}

#[test]
fn folder_without_its_slash_leads_to_its_page() {
    let served = Served::new();
    let response = served.response("GET", "/more", "");
    assert_eq!(status(&response), "308 Permanent Redirect");
    assert_eq!(header(&response, "Location").as_deref(), Some("more/"));
}

#[test]
fn nothing_outside_the_site_is_sent() {
    let served = Served::new();
    for target in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/more/../../secret.txt",
        "/secret.txt",
        "/content/talks.md",
        "//etc/passwd",
        "/book.toml",
    ] {
        let response = served.response("GET", target, "");
        assert_eq!(status(&response), "404 Not Found", "{target}");
        assert!(!response.contains("secret\n"), "{target}");
    }
    assert_eq!(status(&served.response("GET", "/%ff", "")), "400 Bad Request");
    assert_eq!(status(&served.response("GET", "talks.html", "")), "400 Bad Request");
}

#[cfg(unix)]
#[test]
fn file_that_became_a_link_out_of_the_book_is_not_sent() {
    let served = Served::new();
    let outside = served.folder.beside("outside.csv");
    std::fs::write(&outside, "out,side\n").unwrap();
    std::fs::remove_file(served.folder.at("content/data.csv")).unwrap();
    std::os::unix::fs::symlink(&outside, served.folder.at("content/data.csv")).unwrap();
    let response = served.response("GET", "/data.csv", "");
    assert_eq!(status(&response), "404 Not Found");
    assert!(!response.contains("out,side"));
}

#[test]
fn pages_of_other_sites_get_nothing() {
    let served = Served::new();
    let port = served.port();
    let check = |headers: &str| status(&served.response("GET", "/", headers)).to_owned();
    assert_eq!(check("Host: 127.0.0.1\n"), "200 OK");
    assert_eq!(check(&format!("Host: LOCALHOST:{port}\n")), "200 OK");
    assert_eq!(check(&format!("Host: [::1]:{port}\n")), "200 OK");
    assert_eq!(check(&format!("Host: localhost\nOrigin: http://localhost:{port}\n")), "200 OK");
    for headers in [
        "Host: evil.example\n",
        "Host: localhost.evil.example\n",
        "Host:\n",
        "Host: localhost\nHost: evil.example\n",
        "Host: localhost\nOrigin: https://evil.example\n",
        "Host: localhost\nOrigin: null\n",
    ] {
        assert_eq!(check(headers), "403 Forbidden", "{headers}");
    }
    assert_eq!(status(&served.response("GET", "/_live/events", "Host: evil.example\n")), "403 Forbidden");
    let response = served.response("GET", "/", "");
    assert_eq!(header(&response, "Cross-Origin-Resource-Policy").as_deref(), Some("same-origin"));
}

#[test]
fn only_reading_is_possible() {
    let served = Served::new();
    let response = served.response("POST", "/", "");
    assert_eq!(status(&response), "405 Method Not Allowed");
    assert_eq!(header(&response, "Allow").as_deref(), Some("GET, HEAD"));
    let head = served.response("HEAD", "/", "");
    assert_eq!(status(&head), "200 OK");
    assert_ne!(header(&head, "Content-Length").as_deref(), Some("0"));
    assert!(head.ends_with("\r\n\r\n"));
}

#[test]
fn browser_that_has_a_file_is_told_so() {
    let served = Served::new();
    let tag = header(&served.response("GET", "/data.csv", ""), "ETag").unwrap();
    let again = served.response("GET", "/data.csv", &format!("If-None-Match: {tag}\n"));
    assert_eq!(status(&again), "304 Not Modified");
    assert!(again.ends_with("\r\n\r\n"));
}

/// Films and sound are played in parts; Safari plays them in no other way.
#[test]
fn part_of_a_file_is_sent_where_it_is_asked_for() {
    let served = Served::new();
    let check = |range: &str| {
        let response = served.response("GET", "/data.csv", &format!("Range: {range}\n"));
        let body = response.split_once("\r\n\r\n").unwrap().1.to_owned();
        let place = header(&response, "Content-Range").unwrap_or_default();
        format!("{} [{place}] {body:?}", status(&response))
    };
    assert_eq!(check("bytes=0-1"), r#"206 Partial Content [bytes 0-1/4] "a,""#);
    assert_eq!(check("bytes=2-"), r#"206 Partial Content [bytes 2-3/4] "b\n""#);
    assert_eq!(check("bytes=-1"), r#"206 Partial Content [bytes 3-3/4] "\n""#);
    assert_eq!(check("bytes=9-"), r#"416 Range Not Satisfiable [bytes */4] "the file is not so long\n""#);
    assert_eq!(check("bytes=0-0,2-2"), r#"200 OK [] "a,b\n""#);
    let old = served.response("GET", "/data.csv", "Range: bytes=0-1\nIf-Range: \"old\"\n");
    assert_eq!(status(&old), "200 OK", "a part of another version is of no use");
    let head = served.response("HEAD", "/data.csv", "Range: bytes=0-1\n");
    assert_eq!(header(&head, "Content-Length").as_deref(), Some("2"));
    assert!(head.ends_with("\r\n\r\n"));
}

#[test]
fn several_requests_come_over_one_connection() {
    let served = Served::new();
    let request = "GET /data.csv HTTP/1.1\nHost: localhost\n\n";
    let mut reader =
        served.ask(&format!("{request}{request}HEAD / HTTP/1.1\nHost: localhost\nConnection: close\n\n"));
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 3);
    assert_eq!(text.matches("a,b\n").count(), 2);
}

#[test]
fn page_is_what_is_published_but_for_the_script() {
    let served = Served::new();
    let response = served.response("GET", "/talks.html", "");
    let (_, body) = response.split_once("\r\n\r\n").unwrap();
    let start = body.find("<script src=\"/_live/").unwrap();
    let end = start + body[start..].find("</script>").unwrap() + "</script>".len();
    let published = format!("{}{}", &body[..start], &body[end..]);
    let inputs = briefbook::load::load(&served.folder.root(), &served.folder.at("public")).unwrap();
    let build = briefbook::pipeline::build(&inputs, &mut briefbook::pipeline::Cache::default());
    let briefbook::site::SiteFile::Text(text) = &build.site["talks.html"] else { panic!("it is a page") };
    assert_eq!(published, **text);
}

/// The next thing that the server tells a page.
fn news(reader: &mut BufReader<TcpStream>) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the server has more to tell");
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

#[test]
fn open_page_is_told_what_has_changed() {
    let mut served = Served::new();
    let listen = |page: &str| {
        served
            .ask(&format!("GET /_live/events?page={page}&edition=1&session=0 HTTP/1.1\nHost: localhost\n\n"))
    };
    let (mut talks, mut more) = (listen("talks.html"), listen("more/index.html"));
    for reader in [&mut talks, &mut more] {
        let first = news(reader);
        assert_eq!((&first["edition"], &first["changed"]), (&1.into(), &1.into()));
        assert_eq!(first["problems"]["errors"], 0);
    }

    served.folder.write("content/talks.md", "# Talks\n\nThey met.\n\nAgain.\n");
    served.publish();
    assert_eq!(news(&mut talks)["changed"], 2);
    assert_eq!(news(&mut more)["changed"], 1, "the other page is what it was");

    served.folder.write("themes/default/book.css", "body { color: red }\n");
    served.publish();
    assert_eq!(news(&mut talks)["files"], serde_json::json!(["_theme/book.css"]));

    std::fs::remove_file(served.folder.at("content/talks.md")).unwrap();
    served.publish();
    assert_eq!(news(&mut talks)["changed"], serde_json::Value::Null);
}

#[test]
fn open_page_is_told_what_is_wrong_and_where() {
    let mut served = Served::new();
    let mut reader = served.ask("GET /_live/events?page=talks.html HTTP/1.1\nHost: localhost\n\n");
    news(&mut reader);

    served.folder.write("content/talks.md", "# Talks\n\nSee [[treatty]].\n");
    served.publish();
    let told = news(&mut reader);
    assert_eq!(told["hold"], false, "a page with a broken link is worth looking at");
    let problem = &told["problems"]["shown"][0];
    assert_eq!(problem["place"], "content/talks.md:3:5");
    assert_eq!(problem["message"], "there is no note `treatty`");
    assert!(problem["excerpt"].as_str().unwrap().contains("3 | See [[treatty]]."));
    let file = served.folder.at("content/talks.md").canonicalize().unwrap();
    assert_eq!(problem["editor"], format!("vscode://file{}:3:5", file.display()));

    served.folder.write("content/talks.md", "---\ntitle: [\n---\n# Talks\n");
    served.publish();
    assert_eq!(news(&mut reader)["hold"], true, "the last good page stays");

    served.folder.write("content/talks.md", "# Talks\n\nThey met.\n");
    served.publish();
    let mended = news(&mut reader);
    assert_eq!((&mended["hold"], &mended["problems"]["errors"]), (&false.into(), &0.into()));
}

#[test]
fn next_port_is_taken_if_the_first_is_not_free() {
    let folder = Folder::new(BOOK);
    let start = || Server::start(&folder.root(), None, Port::FirstFree, Editor::parse("none").unwrap());
    let (one, other) = (start().unwrap(), start().unwrap());
    assert_ne!(one.url(), other.url());
    let port: u16 = other.url().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let error = Server::start(&folder.root(), None, Port::Exactly(port), Editor::parse("none").unwrap());
    assert!(error.err().unwrap().to_string().contains("try another with --port"));
}

/// Where there is a network, the book is found by the address that is told.
#[test]
fn server_for_all_says_where_other_machines_find_it() {
    let folder = Folder::new(BOOK);
    let start = |host| Server::start(&folder.root(), host, Port::Exactly(0), Editor::parse("none").unwrap());
    assert_eq!(start(None).unwrap().network_url(), None);
    let server = start(Some("0.0.0.0")).unwrap();
    let port = server.url().trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    if let Some(url) = server.network_url() {
        let address = url.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).unwrap();
        assert!(address.ends_with(&format!(":{port}")), "{address}");
        assert!(!address.starts_with("127.") && !address.starts_with("0.0.0.0"), "{address}");
        TcpStream::connect(address).unwrap();
    }
}
