//! Charts: what is drawn, and what is wrong with the table.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::report;
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// The page of a book of one note, and what is wrong with it.
fn check(note: &str) -> String {
    let inputs = book::inputs(&format!("--- a.md ---\n{note}"));
    let built = build(&inputs, &mut Cache::default());
    let mut shown = match built.site.get("a.html") {
        Some(SiteFile::Text(text)) => text.replace("<h1>A</h1>\n", ""),
        _ => String::new(),
    };
    for diagnostic in &built.diagnostics {
        shown += &format!("{}\n", report::plain(&inputs, diagnostic));
    }
    shown
}

#[test]
fn bars_begin_at_zero_and_the_table_stands_below() {
    assert_snapshot!(check(
        "\
```chart
title: Stations & masts
unit: thousand
Year,China,United States
2019,130,\"1,050\"
2020,700,
```
"
    ), @r#"
    <figure class="chart">
    <figcaption>Stations &amp; masts</figcaption>
    <svg class="chart-drawing" role="img" aria-label="Stations &amp; masts" viewBox="0 0 640 136">
    <rect class="series-1" x="0.0" y="4.0" width="12" height="12"/>
    <text class="chart-label" x="18.0" y="15.0" text-anchor="start">China</text>
    <rect class="series-2" x="213.3" y="4.0" width="12" height="12"/>
    <text class="chart-label" x="231.3" y="15.0" text-anchor="start">United States</text>
    <line class="chart-grid" x1="170.0" y1="26.0" x2="170.0" y2="110.0"/>
    <text class="chart-mark" x="170.0" y="126.0" text-anchor="middle">0</text>
    <line class="chart-grid" x1="311.3" y1="26.0" x2="311.3" y2="110.0"/>
    <text class="chart-mark" x="311.3" y="126.0" text-anchor="middle">500</text>
    <line class="chart-grid" x1="452.7" y1="26.0" x2="452.7" y2="110.0"/>
    <text class="chart-mark" x="452.7" y="126.0" text-anchor="middle">1000</text>
    <line class="chart-grid" x1="594.0" y1="26.0" x2="594.0" y2="110.0"/>
    <text class="chart-mark" x="594.0" y="126.0" text-anchor="middle">1500</text>
    <text class="chart-label" x="162.0" y="51.5" text-anchor="end">2019</text>
    <rect class="series-1" x="170.0" y="31.0" width="36.7" height="13"/>
    <text class="chart-number" x="210.7" y="41.5">130</text>
    <rect class="series-2" x="170.0" y="47.0" width="296.8" height="13"/>
    <text class="chart-number" x="470.8" y="57.5">1,050</text>
    <text class="chart-label" x="162.0" y="93.5" text-anchor="end">2020</text>
    <rect class="series-1" x="170.0" y="73.0" width="197.9" height="13"/>
    <text class="chart-number" x="371.9" y="83.5">700</text>
    </svg>
    <div class="table" role="group" tabindex="0" aria-label="Stations &amp; masts">
    <table>
    <thead>
    <tr>
    <th scope="col">Year</th>
    <th scope="col" class="right">China (thousand)</th>
    <th scope="col" class="right">United States (thousand)</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <th scope="row">2019</th>
    <td class="right">130</td>
    <td class="right">1,050</td>
    </tr>
    <tr>
    <th scope="row">2020</th>
    <td class="right">700</td>
    <td class="right"></td>
    </tr>
    </tbody>
    </table>
    </div>
    </figure>
    "#);
}

#[test]
fn number_that_is_not_known_breaks_the_line() {
    assert_snapshot!(check(
        "\
```chart
type: line
Year,Share
2016,41
2017,40
2018,
2019,43
```
"
    ), @r#"
    <figure class="chart">
    <svg class="chart-drawing" role="img" aria-label="Share" viewBox="0 0 640 276">
    <line class="chart-grid" x1="64.0" y1="250.0" x2="632.0" y2="250.0"/>
    <text class="chart-mark" x="58.0" y="254.0" text-anchor="end">40</text>
    <line class="chart-grid" x1="64.0" y1="170.0" x2="632.0" y2="170.0"/>
    <text class="chart-mark" x="58.0" y="174.0" text-anchor="end">41</text>
    <line class="chart-grid" x1="64.0" y1="90.0" x2="632.0" y2="90.0"/>
    <text class="chart-mark" x="58.0" y="94.0" text-anchor="end">42</text>
    <line class="chart-grid" x1="64.0" y1="10.0" x2="632.0" y2="10.0"/>
    <text class="chart-mark" x="58.0" y="14.0" text-anchor="end">43</text>
    <text class="chart-label" x="135.0" y="267.0" text-anchor="middle">2016</text>
    <text class="chart-label" x="277.0" y="267.0" text-anchor="middle">2017</text>
    <text class="chart-label" x="419.0" y="267.0" text-anchor="middle">2018</text>
    <text class="chart-label" x="561.0" y="267.0" text-anchor="middle">2019</text>
    <polyline class="series-1" points="135.0,170.0 277.0,250.0"/>
    <circle class="series-1" cx="135.0" cy="170.0" r="3.5"/>
    <circle class="series-1" cx="277.0" cy="250.0" r="3.5"/>
    <circle class="series-1" cx="561.0" cy="10.0" r="3.5"/>
    </svg>
    <div class="table" role="group" tabindex="0" aria-label="Share">
    <table>
    <thead>
    <tr>
    <th scope="col">Year</th>
    <th scope="col" class="right">Share</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <th scope="row">2016</th>
    <td class="right">41</td>
    </tr>
    <tr>
    <th scope="row">2017</th>
    <td class="right">40</td>
    </tr>
    <tr>
    <th scope="row">2018</th>
    <td class="right"></td>
    </tr>
    <tr>
    <th scope="row">2019</th>
    <td class="right">43</td>
    </tr>
    </tbody>
    </table>
    </div>
    </figure>
    "#);
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    assert_snapshot!(check(
        "\
```chart
type: bra
Year,Sales
2019,many
2020,1,2
2021,\"3
```
"
    ), @r#"
    <figure class="chart">
    <svg class="chart-drawing" role="img" aria-label="Sales" viewBox="0 0 640 106">
    <line class="chart-grid" x1="170.0" y1="2.0" x2="170.0" y2="80.0"/>
    <text class="chart-mark" x="170.0" y="96.0" text-anchor="middle">0</text>
    <line class="chart-grid" x1="311.3" y1="2.0" x2="311.3" y2="80.0"/>
    <text class="chart-mark" x="311.3" y="96.0" text-anchor="middle">1</text>
    <line class="chart-grid" x1="452.7" y1="2.0" x2="452.7" y2="80.0"/>
    <text class="chart-mark" x="452.7" y="96.0" text-anchor="middle">2</text>
    <line class="chart-grid" x1="594.0" y1="2.0" x2="594.0" y2="80.0"/>
    <text class="chart-mark" x="594.0" y="96.0" text-anchor="middle">3</text>
    <text class="chart-label" x="162.0" y="19.5" text-anchor="end">2019</text>
    <text class="chart-label" x="162.0" y="45.5" text-anchor="end">2020</text>
    <rect class="series-1" x="170.0" y="33.0" width="141.3" height="13"/>
    <text class="chart-number" x="315.3" y="43.5">1</text>
    <text class="chart-label" x="162.0" y="71.5" text-anchor="end">2021</text>
    <rect class="series-1" x="170.0" y="59.0" width="424.0" height="13"/>
    <text class="chart-number" x="598.0" y="69.5">3</text>
    </svg>
    <div class="table" role="group" tabindex="0" aria-label="Sales">
    <table>
    <thead>
    <tr>
    <th scope="col">Year</th>
    <th scope="col" class="right">Sales</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <th scope="row">2019</th>
    <td class="right">many</td>
    </tr>
    <tr>
    <th scope="row">2020</th>
    <td class="right">1</td>
    </tr>
    <tr>
    <th scope="row">2021</th>
    <td class="right">3</td>
    </tr>
    </tbody>
    </table>
    </div>
    </figure>

    error[invalid-chart]: `bra` is no type of chart
     --> content/a.md:2:7
      |
    2 | type: bra
      |       ^^^
      |
      = help: did you mean `bar`?
    error[invalid-chart]: `many` is not a number
     --> content/a.md:4:6
      |
    4 | 2019,many
      |      ^^^^
      |
      = help: leave the cell empty if the number is not known
    error[invalid-chart]: this row has 3 cells, and the first line has 2
     --> content/a.md:5:1
      |
    5 | 2020,1,2
      | ^^^^^^^^
      |
      = help: put a cell that holds a comma in double quotes
    error[invalid-chart]: this quotation mark is never closed
     --> content/a.md:6:6
      |
    6 | 2021,"3
      |      ^^
    "#);
}

#[test]
fn block_with_nothing_to_draw_stays_code() {
    assert_snapshot!(check("```chart\nYear,Sales\n```\n"), @r#"
    <pre tabindex="0"><code class="language-chart">Year,Sales
    </code></pre>

    error[invalid-chart]: a chart needs a line of names and a line of numbers below it
     --> content/a.md:2:1
      |
    2 | / Year,Sales
    3 | | ```
      | |_^
      |
      = help: write it so: `Year,Sales`, then `2019,40`
    "#);
}

#[test]
fn drawing_has_no_style_and_no_script_whatever_the_table_holds() {
    let page = check("```chart\ntitle: <script>\"x\nA,<b onclick=x>\n\"</svg><style>\",1e9\n<i>,2\n```\n");
    let page = page.split("error[").next().unwrap_or_default();
    for bad in ["<script>", "<style", "style=", "<b ", "</svg><style>", "<i>"] {
        assert!(!page.contains(bad), "{bad} in\n{page}");
    }
}
