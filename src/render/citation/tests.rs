use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::model::{
    Citation, CitationItem, CitationMode, Locator, LocatorKind, Name, Reference, ReferenceKey, ReferenceKind,
};
use crate::parse;
use crate::source::{SourceFile, Span};

/// A style by name, in English.
fn named(name: &str) -> std::sync::Arc<Style> {
    let choice = StyleChoice { name: name.to_owned(), language: "en".to_owned() };
    style(&choice, &span()).value
}

fn span() -> Span {
    SourceFile::new("book.toml", "").span(0..0)
}

/// The references of a BibLaTeX file.
fn references(bib: &str) -> BTreeMap<ReferenceKey, std::sync::Arc<Reference>> {
    let references = parse::bibliography(&SourceFile::new("a.bib", bib)).value;
    references.iter().map(|reference| (reference.key.clone(), reference.clone())).collect()
}

/// The works of a bibliography, told apart.
fn works(
    references: &BTreeMap<ReferenceKey, std::sync::Arc<Reference>>,
    style: &Style,
) -> BTreeMap<ReferenceKey, Work> {
    let drafts = references.iter().map(|(key, reference)| (key.clone(), draft(reference, style))).collect();
    let distinctions = disambiguate(&drafts, style);
    let none = Distinction::default();
    references
        .iter()
        .map(|(key, reference)| (key.clone(), work(reference, distinctions.get(key).unwrap_or(&none), style)))
        .collect()
}

/// What a style makes of a page that cites works of a bibliography: its
/// citations, one a line, then its sources. Citations are written
/// `prefix @key 12-14 suffix; -@key`, and `@` first for one in a sentence.
fn check(name: &str, bib: &str, page: &str) -> String {
    let style = named(name);
    let references = references(bib);
    let works = works(&references, &style);
    let citations: Vec<Citation> = page.lines().map(parse_citation).collect();
    let positions = positions(&citations);
    let mut order: Vec<&ReferenceKey> = Vec::new();
    for item in citations.iter().flat_map(|citation| &citation.items) {
        if works.contains_key(&item.key) && !order.contains(&&item.key) {
            order.push(&item.key);
        }
    }
    if style.order() == Order::Sorted {
        order.sort_by_key(|key| &works[*key].sort_key);
    }
    let mut lines = Vec::new();
    for ((citation, positions), line) in citations.iter().zip(positions).zip(page.lines()) {
        let hrefs: Vec<String> = citation.items.iter().map(|item| format!("#{}", item.key)).collect();
        let affixes: Vec<(&str, &str)> = line
            .split(';')
            .map(|part| {
                let words = part.trim();
                let at = words.find(['@']).unwrap_or(0);
                let prefix = words[..at].trim_end_matches('-').trim();
                let suffix = words[at..].split_once(" + ").map_or("", |(_, suffix)| suffix);
                (prefix, suffix)
            })
            .collect();
        let items: Vec<CitedItem<'_>> = citation
            .items
            .iter()
            .enumerate()
            .map(|(n, item)| CitedItem {
                key: &item.key,
                cited: works.get(&item.key).map(|work| Cited {
                    work,
                    href: &hrefs[n],
                    number: 1 + order.iter().position(|key| **key == item.key).unwrap_or(0),
                    position: positions[n],
                }),
                locator: item.locator.as_ref(),
                prefix: affixes[n].0,
                suffix: affixes[n].1,
                suppress_author: item.suppress_author,
            })
            .collect();
        let html = super::citation(citation.mode, &items, &style);
        let parts = [html.text, html.note].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join(" ^ ");
        lines.push(text.replace(" class=\"cite\"", ""));
    }
    lines.extend(order.iter().map(|key| works[*key].entry.to_string()));
    lines.join("\n")
}

fn parse_citation(line: &str) -> Citation {
    let mode = match line.starts_with('@') {
        true => CitationMode::Narrative,
        false => CitationMode::Parenthetical,
    };
    let items = line.split(';').map(|part| {
        let (before, after) = part.split_once('@').expect("each part has a key");
        let mut words = after.split_whitespace();
        let key = words.next().expect("each part has a key");
        let value = words.next().filter(|word| *word != "+");
        CitationItem {
            key: ReferenceKey(key.into()),
            prefix: Vec::new(),
            locator: value.map(|value| Locator { kind: LocatorKind::Page, value: value.to_owned() }),
            suffix: Vec::new(),
            suppress_author: before.ends_with('-'),
            span: span(),
        }
    });
    Citation { mode, items: items.collect(), excerpt: Arc::default(), span: span() }
}

/// Works as briefing books cite them.
const BIB: &str = r#"
@report{ahrens, author = {Ahrens}, title = {Case Study: {Huawei} and {eCPRI}}, note = {Not printed.}}
@report{gao, author = {{Government Accountability Office}}, title = {Telecommunications \& Trade}, number = {GAO-20-1}, date = {2020-03}}
@article{jones, author = {Jones, Ann and de Gaulle, Charles}, title = {{5G} and the law}, journaltitle = {Journal of Policy}, volume = 3, number = 2, pages = {12--19}, date = {2019}, doi = {10.1/x_y}}
@jurisdiction{brown, title = {Brown v. Board of Education}, date = {1954}}
@legislation{act, title = {Secure {5G} and Beyond Act of 2020}}
@online{site, title = {{OPNFV} website}, url = {https://www.opnfv.org/?a=1&b=2}}
@misc{series, author = {Webster, Graham and others}, title = {Full Translation}, date = {1990/1995}}
"#;

const PAGE: &str = "\
@ahrens 12-14
see @ahrens 12; @gao + and passim
-@jones 15
@jones
@brown; @act; @site 3
@site
@series
@nobody";

#[test]
fn works_read_right_in_chicago_author_date() {
    insta::assert_snapshot!(check("chicago-author-date", BIB, PAGE), @r##"
    Ahrens (<a href="#ahrens"><i>Case Study: Huawei and eCPRI</i>, 12–14</a>)
    (see <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, 12</a>; <a href="#gao">Government Accountability Office 2020</a> and passim)
    (<a href="#jones">2019, 15</a>)
    Jones and de Gaulle (<a href="#jones">2019</a>)
    <i>Brown v. Board of Education</i> (<a href="#brown">1954</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site">“OPNFV website,” 3</a>)
    <a href="#site">“OPNFV website”</a>
    Webster et al. (<a href="#series">1990–1995</a>)
    <span class="broken">@nobody</span>
    Ahrens. n.d. <i>Case Study: Huawei and eCPRI</i>.
    Brown v. Board of Education (1954).
    Government Accountability Office. 2020. <i>Telecommunications &amp; Trade</i>. GAO-20-1.
    Jones, Ann, and Charles de Gaulle. 2019. “5G and the law.” <i>Journal of Policy</i> 3 (2): 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    “OPNFV website.” n.d. <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham et al. 1990–1995. “Full Translation.”
    "##);
}

#[test]
fn works_read_right_in_chicago_notes() {
    insta::assert_snapshot!(check("chicago-notes", BIB, PAGE), @r##"
    <a href="#ahrens">Ahrens</a> ^ <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.), 12–14</a>.
    See <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, 12</a>; <a href="#gao">Government Accountability Office, <i>Telecommunications &amp; Trade</i>, GAO-20-1 (2020)</a> and passim.
    <a href="#jones">Ann Jones and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i> 3, no. 2 (2019): 15, https://doi.org/10.1/x_y</a>.
    <a href="#jones">Jones and de Gaulle</a> ^ <a href="#jones">Jones and de Gaulle, “5G and the law.”</a>
    <a href="#brown"><i>Brown v. Board of Education</i></a> ^ <a href="#brown">Brown v. Board of Education (1954)</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site">“OPNFV website,” 3, https://www.opnfv.org/?a=1&amp;b=2</a>.
    <a href="#site">“OPNFV website”</a> ^ <a href="#site">“OPNFV website.”</a>
    <a href="#series">Webster et al.</a> ^ <a href="#series">Graham Webster et al., “Full Translation,” 1990–1995</a>.
    <span class="broken">@nobody</span> ^ <span class="broken">@nobody</span>.
    Ahrens. <i>Case Study: Huawei and eCPRI</i>. n.d.
    Brown v. Board of Education (1954).
    Government Accountability Office. <i>Telecommunications &amp; Trade</i>. GAO-20-1. 2020.
    Jones, Ann, and Charles de Gaulle. “5G and the law.” <i>Journal of Policy</i> 3, no. 2 (2019): 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    “OPNFV website.” <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham et al. “Full Translation.” 1990–1995.
    "##);
}

#[test]
fn works_read_right_in_apa() {
    insta::assert_snapshot!(check("apa", BIB, PAGE), @r##"
    Ahrens (<a href="#ahrens"><i>Case Study: Huawei and eCPRI</i>, pp. 12–14</a>)
    (see <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, p. 12</a>; <a href="#gao">Government Accountability Office, 2020</a> and passim)
    (<a href="#jones">2019, p. 15</a>)
    Jones and de Gaulle (<a href="#jones">2019</a>)
    <i>Brown v. Board of Education</i> (<a href="#brown">1954</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site"><i>OPNFV website</i>, p. 3</a>)
    <a href="#site"><i>OPNFV website</i></a>
    Webster et al. (<a href="#series">1990–1995</a>)
    <span class="broken">@nobody</span>
    Ahrens. (n.d.). <i>Case Study: Huawei and eCPRI</i>.
    Brown v. Board of Education (1954).
    Government Accountability Office. (2020). <i>Telecommunications &amp; Trade</i> (GAO-20-1).
    Jones, A., &amp; de Gaulle, C. (2019). 5G and the law. <i>Journal of Policy</i>, <i>3</i>(2), 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>
    <i>OPNFV website</i>. (n.d.). Retrieved <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>
    Secure 5G and Beyond Act of 2020.
    Webster, G. et al. (1990–1995). <i>Full Translation</i>.
    "##);
}

#[test]
fn works_read_right_in_mla() {
    insta::assert_snapshot!(check("mla", BIB, PAGE), @r##"
    <a href="#ahrens">Ahrens</a> (12–14)
    (see <a href="#ahrens">Ahrens 12</a>; <a href="#gao">Government Accountability Office</a> and passim)
    (<a href="#jones">Jones and de Gaulle 15</a>)
    <a href="#jones">Jones and de Gaulle</a>
    <a href="#brown"><i>Brown v. Board of Education</i></a> (<a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site"><i>OPNFV website</i> 3</a>)
    <a href="#site"><i>OPNFV website</i></a>
    <a href="#series">Webster et al.</a>
    <span class="broken">@nobody</span>
    Ahrens. <i>Case Study: Huawei and eCPRI</i>.
    <i>Brown v. Board of Education</i>. 1954.
    Government Accountability Office. <i>Telecommunications &amp; Trade</i>. GAO-20-1, Mar. 2020.
    Jones, Ann, and Charles de Gaulle. “5G and the law.” <i>Journal of Policy</i>, vol. 3, no. 2, 2019, pp. 12–19, <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    <i>OPNFV website</i>. <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham et al. “Full Translation.” 1990–1995.
    "##);
}

#[test]
fn works_read_right_in_ieee() {
    insta::assert_snapshot!(check("ieee", BIB, PAGE), @r##"
    Ahrens <a href="#ahrens">[1, pp. 12–14]</a>
    see <a href="#ahrens">[1, p. 12]</a>, <a href="#gao">[2]</a> and passim
    <a href="#jones">[3, p. 15]</a>
    A. Jones and C. de Gaulle <a href="#jones">[3]</a>
    <i>Brown v. Board of Education</i> <a href="#brown">[4]</a>, <a href="#act">[5]</a>, <a href="#site">[6, p. 3]</a>
    “OPNFV website” <a href="#site">[6]</a>
    G. Webster et al. <a href="#series">[7]</a>
    <span class="broken">@nobody</span>
    Ahrens, “Case Study: Huawei and eCPRI.”
    Government Accountability Office, “Telecommunications &amp; Trade,” GAO-20-1, Mar. 2020.
    A. Jones and C. de Gaulle, “5G and the law,” <i>Journal of Policy</i>, vol. 3, no. 2, pp. 12–19, 2019, doi: <a href="https://doi.org/10.1/x_y">10.1/x_y</a>.
    <i>Brown v. Board of Education</i>. 1954.
    <i>Secure 5G and Beyond Act of 2020</i>.
    “OPNFV website.” [Online]. Available: <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>
    G. Webster et al., “Full Translation.” 1990–1995.
    "##);
}

/// Works that would be called the same.
const SAME: &str = r#"
@report{a1, author = {Doe, Jane}, title = {Zeta}, date = {2020}}
@report{a2, author = {Doe, Jane}, title = {Alpha}, date = {2020-05}}
@report{a3, author = {Doe, John}, title = {Beta}, date = {2020}}
@report{b1, author = {Roe, Ann}, title = {One}, date = {2020}}
@report{b2, author = {Roe, Bob}, title = {Two}, date = {2020}}
@report{c1, author = {BIS}, title = {Additions}, number = 1}
@report{c2, author = {BIS}, title = {Additions}, number = 2}
@report{c3, author = {BIS}, title = {Removals}}
"#;

const SAME_PAGE: &str = "-- @a1 3; -- @a2; -- @a3\n-- @b1; -- @b2\n-- @c1; -- @c2; -- @c3\n@c1";

#[test]
fn works_that_would_be_called_the_same_are_told_apart() {
    let page = SAME_PAGE.replace("-- ", "see ");
    insta::assert_snapshot!(check("chicago-author-date", SAME, &page), @r##"
    (see <a href="#a1">Jane Doe 2020a, 3</a>; see <a href="#a2">Jane Doe 2020b</a>; see <a href="#a3">John Doe 2020</a>)
    (see <a href="#b1">A. Roe 2020</a>; see <a href="#b2">B. Roe 2020</a>)
    (see <a href="#c1">BIS n.d.-a</a>; see <a href="#c2">BIS n.d.-b</a>; see <a href="#c3">BIS, <i>Removals</i></a>)
    BIS (<a href="#c1">n.d.-a</a>)
    BIS. n.d.-a. <i>Additions</i>. No. 1.
    BIS. n.d.-b. <i>Additions</i>. No. 2.
    BIS. n.d. <i>Removals</i>.
    Doe, Jane. 2020a. <i>Zeta</i>.
    Doe, Jane. 2020b. <i>Alpha</i>.
    Doe, John. 2020. <i>Beta</i>.
    Roe, Ann. 2020. <i>One</i>.
    Roe, Bob. 2020. <i>Two</i>.
    "##);
    insta::assert_snapshot!(check("mla", SAME, &page), @r##"
    (see <a href="#a1">Jane Doe, <i>Zeta</i> 3</a>; see <a href="#a2">Jane Doe, <i>Alpha</i></a>; see <a href="#a3">John Doe</a>)
    (see <a href="#b1">A. Roe</a>; see <a href="#b2">B. Roe</a>)
    (see <a href="#c1">BIS, <i>Additions</i></a>; see <a href="#c2">BIS, <i>Additions</i></a>; see <a href="#c3">BIS, <i>Removals</i></a>)
    BIS (<a href="#c1"><i>Additions</i></a>)
    BIS. <i>Additions</i>. no. 1.
    BIS. <i>Additions</i>. no. 2.
    BIS. <i>Removals</i>.
    Doe, Jane. <i>Alpha</i>. May 2020.
    Doe, Jane. <i>Zeta</i>. 2020.
    Doe, John. <i>Beta</i>. 2020.
    Roe, Ann. <i>One</i>. 2020.
    Roe, Bob. <i>Two</i>. 2020.
    "##);
}

#[test]
fn kinds_of_works_that_engines_forget_read_right() {
    let bib = r#"
@misc{hearing, author = {{House Committee on Energy}}, title = {Oversight of the {FCC}}, keywords = {hearing}, date = {2019-12-05}}
@online{release, author = {{Department of Justice}}, title = {Team Telecom Recommends}, type = {Press release}, date = {2020-04-09}, url = {https://example.org/}}
@legislation{bill, title = {A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks}, number = {S. 3189}, date = {2020-01}}
@article{soon, author = {Poe, Max}, title = {Soon?}, year = {forthcoming}, journaltitle = {Review}}
@book{circa, author = {van der Berg, Jan}, title = {Old}, date = {1985~}}
@book{edited, editor = {Editor, Eve}, title = {Collection}, date = {2001}}
@book{nothing, date = {199X}}
@report{spring, author = {Smith, Jr., John}, title = {Seasonal}, date = {2020-21}}
"#;
    let page = "see @hearing; @release; @bill; @soon\nsee @circa; @edited; @nothing; @spring\n@spring";
    insta::assert_snapshot!(check("chicago-author-date", bib, page), @r##"
    (see <a href="#hearing">House Committee on Energy 2019</a>; <a href="#release">Department of Justice 2020</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions 2020</a>; <a href="#soon">Poe forthcoming</a>)
    (see <a href="#circa">van der Berg c. 1985</a>; <a href="#edited">Editor 2001</a>; <a href="#nothing"><i>[nothing]</i> 1990s</a>; <a href="#spring">Smith 2020</a>)
    Smith (<a href="#spring">2020</a>)
    Berg, Jan van der. c. 1985. <i>Old</i>.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. 2020. “Team Telecom Recommends.” Press release. April 9. <a href="https://example.org/">https://example.org/</a>.
    Editor, Eve, ed. 2001. <i>Collection</i>.
    House Committee on Energy. 2019. <i>Oversight of the FCC</i>. Hearing.
    <i>[nothing]</i>. 1990s.
    Poe, Max. Forthcoming. “Soon?” <i>Review</i>.
    Smith, John, Jr. Spring 2020. <i>Seasonal</i>.
    "##);
    insta::assert_snapshot!(check("apa", bib, page), @r##"
    (see <a href="#hearing">House Committee on Energy, 2019</a>; <a href="#release">Department of Justice, 2020</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions, 2020</a>; <a href="#soon">Poe, forthcoming</a>)
    (see <a href="#circa">van der Berg, c. 1985</a>; <a href="#edited">Editor, 2001</a>; <a href="#nothing"><i>[nothing]</i>, 1990s</a>; <a href="#spring">Smith, 2020</a>)
    Smith (<a href="#spring">2020</a>)
    van der Berg, J. (c. 1985). <i>Old</i>.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. (2020, April 9). <i>Team Telecom Recommends</i> [Press release]. <a href="https://example.org/">https://example.org/</a>
    Editor, E. (ed.). (2001). <i>Collection</i>.
    House Committee on Energy. (2019). <i>Oversight of the FCC</i> [Hearing].
    <i>[nothing]</i>. (1990s).
    Poe, M. (forthcoming). Soon? <i>Review</i>.
    Smith, J., Jr. (spring 2020). <i>Seasonal</i>.
    "##);
    insta::assert_snapshot!(check("chicago-notes", bib, page), @r##"
    See <a href="#hearing">House Committee on Energy, <i>Oversight of the FCC</i>, Hearing (2019)</a>; <a href="#release">Department of Justice, “Team Telecom Recommends,” Press release, April 9, 2020, https://example.org/</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020)</a>; <a href="#soon">Max Poe, “Soon?,” <i>Review</i>, forthcoming</a>.
    See <a href="#circa">Jan van der Berg, <i>Old</i> (c. 1985)</a>; <a href="#edited">Eve Editor, ed., <i>Collection</i> (2001)</a>; <a href="#nothing"><i>[nothing]</i> (1990s)</a>; <a href="#spring">John Smith, Jr., <i>Seasonal</i> (spring 2020)</a>.
    <a href="#spring">Smith</a> ^ <a href="#spring">Smith, <i>Seasonal</i></a>.
    Berg, Jan van der. <i>Old</i>. c. 1985.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. “Team Telecom Recommends.” Press release. April 9, 2020. <a href="https://example.org/">https://example.org/</a>.
    Editor, Eve, ed. <i>Collection</i>. 2001.
    House Committee on Energy. <i>Oversight of the FCC</i>. Hearing. 2019.
    <i>[nothing]</i>. 1990s.
    Poe, Max. “Soon?” <i>Review</i>, forthcoming.
    Smith, John, Jr. <i>Seasonal</i>. Spring 2020.
    "##);
}

#[test]
fn a_style_with_ibid_says_it() {
    let page = "see @jones 3\nsee @jones 3\nsee @jones 4\nsee @ahrens\nsee @jones";
    insta::assert_snapshot!(check("modern-humanities-research-association-notes", BIB, page), @r##"
    See <a href="#jones">Ann Jones and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i>, 3.2 (2019), pp. 12–19 (p. 3), doi:10.1/x_y</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law,” p. 3</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law,” p. 4</a>.
    See <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.)</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law.”</a>
    Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.)
    Jones, Ann, and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i>, 3.2 (2019), pp. 12–19, doi:<a href="https://doi.org/10.1/x_y">10.1/x_y</a>
    "##);
    insta::assert_snapshot!(check("gb-7714-2015-note", BIB, page), @r##"
    See <a href="#jones">JONES A, DE GAULLE C. 5G and the law[J/OL]. Journal of Policy, 2019, 3(2): 3. DOI:10.1/x_y</a>.
    See <a href="#jones">同上</a>.
    See <a href="#jones">同上: 4</a>.
    See <a href="#ahrens">AHRENS. Case Study: Huawei and eCPRI[R]</a>.
    See <a href="#jones">同1</a>.
    JONES A, DE GAULLE C. 5G and the law[J/OL]. Journal of Policy, 2019, 3(2): 12-19. DOI:<a href="https://doi.org/10.1/x_y">10.1/x_y</a>.
    AHRENS. Case Study: Huawei and eCPRI[R].
    "##);
}

#[test]
fn places_are_in_the_language_of_the_book() {
    let place = |kind, value: &str| Locator { kind, value: value.to_owned() };
    let read = |language: &str| {
        let choice = StyleChoice { name: "apa".to_owned(), language: language.to_owned() };
        let style = style(&choice, &span()).value;
        [
            place(LocatorKind::Page, "12-14"),
            place(LocatorKind::Page, "xi"),
            place(LocatorKind::Chapter, "3"),
            place(LocatorKind::Section, "889"),
            place(LocatorKind::Version, "2"),
        ]
        .map(|place| locator(&place, &style))
        .join(" | ")
    };
    assert_eq!(read("en"), "pp. 12–14 | p. xi | chap. 3 | sec. 889 | version 2");
    assert_eq!(read("de"), "S. 12–14 | S. xi | Kap. 3 | Abschn. 889 | version 2");
    assert_eq!(read("fr-CA"), "p. 12–14 | p. xi | chap. 3 | sect. 889 | version 2");
    assert_eq!(read("tlh"), read("en"));
}

#[test]
fn an_unknown_style_is_reported_with_a_name_that_is_near() {
    let choice = StyleChoice { name: "chicago-autor-date".to_owned(), language: "en".to_owned() };
    let checked = style(&choice, &span());
    assert_eq!(checked.diagnostics[0].message, "there is no citation style `chicago-autor-date`");
    assert_eq!(checked.diagnostics[0].help.as_deref(), Some("did you mean `chicago-author-date`?"));
    assert_eq!(checked.value, named("chicago-author-date"));
    for name in ["chicago-notes-bibliography", "APA", "vancouver", "ieee.csl", "nature"] {
        let choice = StyleChoice { name: name.to_owned(), language: "en".to_owned() };
        assert!(style(&choice, &span()).diagnostics.is_empty(), "{name}");
    }
}

#[test]
fn references_go_out_as_they_came_in() {
    let references = references(BIB);
    insta::assert_snapshot!(references.values().map(|reference| bibtex(reference)).collect::<String>(), @r"
    @legislation{act,
      title = {{Secure 5G and Beyond Act of 2020}},
    }
    @report{ahrens,
      author = {Ahrens},
      title = {{Case Study: Huawei and eCPRI}},
      note = {Not printed.},
    }
    @jurisdiction{brown,
      title = {{Brown v. Board of Education}},
      date = {1954},
    }
    @report{gao,
      author = {{Government Accountability Office}},
      title = {{Telecommunications \& Trade}},
      date = {2020-03},
      number = {GAO-20-1},
    }
    @article{jones,
      author = {Jones, Ann and de Gaulle, Charles},
      title = {{5G and the law}},
      date = {2019},
      journaltitle = {Journal of Policy},
      volume = {3},
      number = {2},
      pages = {12–19},
      doi = {10.1/x_y},
    }
    @misc{series,
      author = {Webster, Graham and others},
      title = {{Full Translation}},
      date = {1990/1995},
    }
    @online{site,
      title = {{OPNFV website}},
      url = {https://www.opnfv.org/?a=1&b=2},
    }
    ");
    let out: String = references.values().map(|reference| bibtex(reference)).collect();
    let back = self::references(&out);
    for (key, reference) in &references {
        let same = |reference: &Reference| Reference { span: span(), ..reference.clone() };
        assert_eq!(same(reference), same(&back[key]));
    }
}

#[test]
fn laws_and_pairs_of_bare_names_read_right() {
    let bib = r#"
@legislation{rule, author = {{BIS}}, title = {Addition of Entities}}
@legislation{order, author = {{White House}}, title = {Executive Order on {TikTok}}, date = {2020-08}}
@legislation{act, title = {Secure {5G} and Beyond Act of 2020}, date = {2020-03}}
@legislation{hr, title = {Expressing the Sense}, number = {{H.R.} 575}}
@article{pair, author = {Yan and Pitt}, title = {{Jack Ma} Calls for {`Inclusive Chips'}}}
"#;
    let page = "see @rule; @order; @act 3; @hr; @pair\n@act\n@pair 7";
    insta::assert_snapshot!(check("chicago-author-date", bib, page), @r##"
    (see <a href="#rule">BIS, <i>Addition of Entities</i></a>; <a href="#order">White House 2020</a>; <a href="#act">Secure 5G and Beyond Act of 2020, 3</a>; <a href="#hr">Expressing the Sense</a>; <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips’”</a>)
    <a href="#act">Secure 5G and Beyond Act of 2020</a>
    Yan and Pitt (<a href="#pair">“Jack Ma Calls for ‘Inclusive Chips,’” 7</a>)
    BIS. n.d. <i>Addition of Entities</i>.
    Expressing the Sense, H.R. 575.
    Secure 5G and Beyond Act of 2020 (2020).
    White House. 2020. <i>Executive Order on TikTok</i>.
    Yan and Pitt. n.d. “Jack Ma Calls for ‘Inclusive Chips.’”
    "##);
    insta::assert_snapshot!(check("chicago-notes", bib, page), @r##"
    See <a href="#rule">BIS, <i>Addition of Entities</i> (n.d.)</a>; <a href="#order">White House, <i>Executive Order on TikTok</i> (2020)</a>; <a href="#act">Secure 5G and Beyond Act of 2020 (2020), 3</a>; <a href="#hr">Expressing the Sense, H.R. 575</a>; <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips.’”</a>
    <a href="#act">Secure 5G and Beyond Act of 2020</a> ^ <a href="#act">Secure 5G and Beyond Act of 2020</a>.
    <a href="#pair">Yan and Pitt</a> ^ <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips,’” 7</a>.
    BIS. <i>Addition of Entities</i>. n.d.
    Expressing the Sense, H.R. 575.
    Secure 5G and Beyond Act of 2020 (2020).
    White House. <i>Executive Order on TikTok</i>. 2020.
    Yan and Pitt. “Jack Ma Calls for ‘Inclusive Chips.’”
    "##);
}

/// Any text that a field may hold, with what styles and HTML trip over.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        Just("<b>&\"quoted\"</b> <script>".to_owned()),
        Just("GAO-20-1".to_owned()),
        Just("99999999999999999999-3".to_owned()),
        Just("—–-&, 12 and".to_owned()),
        Just("“".to_owned()),
        Just("9871 9753 8642 7531".to_owned()),
        Just("n.d.".to_owned()),
        Just("\u{E0F0}\u{E0F1}".to_owned()),
    ]
}

fn any_name() -> impl Strategy<Value = Name> {
    let part = || proptest::option::of(any_text());
    prop_oneof![
        (any_text(), part(), part(), part()).prop_map(|(family, given, particle, suffix)| Name::Person {
            family,
            given,
            particle,
            suffix
        }),
        any_text().prop_map(Name::Literal),
        Just(Name::Others),
    ]
}

fn any_reference() -> impl Strategy<Value = Reference> {
    let fields =
        ["volume", "issue", "page", "number", "publisher", "container-title", "genre", "edition", "type"];
    let fields = proptest::collection::btree_map(
        proptest::sample::select(fields.to_vec()).prop_map(str::to_owned),
        any_text(),
        0..5,
    );
    let names = || proptest::collection::vec(any_name(), 0..4);
    let kinds = [
        ReferenceKind::Book,
        ReferenceKind::Chapter,
        ReferenceKind::JournalArticle,
        ReferenceKind::Report,
        ReferenceKind::Web,
        ReferenceKind::Statute,
        ReferenceKind::Bill,
        ReferenceKind::Case,
        ReferenceKind::Hearing,
        ReferenceKind::Patent,
        ReferenceKind::Document,
        ReferenceKind::PressRelease,
    ];
    let dates = [
        "2020",
        "2020-05-16",
        "1985~",
        "199X",
        "1990/2005",
        "../1985",
        "-0044-03",
        "Y170000002",
        "2020-21",
        "0000",
        "2020-03/..",
        "[1667,1668]",
        "XXXX",
    ];
    let texts = || proptest::option::of(any_text());
    (
        proptest::sample::select(kinds.to_vec()),
        (names(), names()),
        texts(),
        proptest::option::of(proptest::sample::select(dates.to_vec())),
        (texts(), texts(), texts()),
        fields,
    )
        .prop_map(|(kind, (authors, editors), title, issued, (issued_literal, url, doi), fields)| {
            Reference {
                key: ReferenceKey("key".into()),
                kind,
                authors,
                editors,
                contributors: BTreeMap::new(),
                title,
                issued: issued.map(|date| parse::date(date).expect("a date of the list")),
                issued_literal,
                accessed: None,
                url,
                archived: None,
                doi,
                fields,
                span: span(),
            }
        })
}

/// Whether every tag that opens is closed in its turn.
fn is_balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { return false };
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_reference_makes_sound_html_in_ten_styles(
        reference in any_reference(), affix in any_text(), value in any_text()
    ) {
        static STYLES: LazyLock<Vec<std::sync::Arc<Style>>> = LazyLock::new(|| {
            [
                "chicago-author-date", "chicago-notes", "apa", "mla", "ieee", "nature", "vancouver",
                "harvard-cite-them-right", "gb-7714-2015-note", "alphanumeric",
            ]
            .map(named)
            .into()
        });
        let affix = crate::render::html::escape(&affix);
        for style in STYLES.iter() {
            draft(&reference, style);
            let suffix = Distinction { names: NameForm::Initials, mark: Some(Mark::Suffix("b".to_owned())) };
            let title = Distinction { names: NameForm::Full, mark: Some(Mark::Title) };
            for distinction in [Distinction::default(), suffix, title] {
                let work = work(&reference, &distinction, style);
                prop_assert!(!work.entry.is_empty());
                let locator = Locator { kind: LocatorKind::Page, value: value.clone() };
                let mut htmls = vec![work.entry.to_string()];
                for position in [Position::First, Position::Later, Position::Again, Position::AgainElsewhere] {
                    for mode in [CitationMode::Parenthetical, CitationMode::Narrative] {
                        let item = CitedItem {
                            key: &reference.key,
                            cited: Some(Cited { work: &work, href: "#\"key", number: 3, position }),
                            locator: (mode == CitationMode::Narrative).then_some(&locator),
                            prefix: &affix,
                            suffix: &affix,
                            suppress_author: position == Position::Later,
                        };
                        let html = super::citation(mode, std::slice::from_ref(&item), style);
                        htmls.extend([html.text, html.note, citation_elsewhere(mode, &[item], style)]);
                    }
                }
                for html in htmls {
                    prop_assert!(is_balanced(&html), "{html}");
                    prop_assert!(!html.contains("style=\"") && !html.contains("<script"), "{html}");
                }
            }
            bibtex(&reference);
            csl_json(&reference);
        }
    }
}
