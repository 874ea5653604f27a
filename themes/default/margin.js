// Notes in the margin, where there is room: footnotes, and the works that the text
// cites, each beside the first place that leads to it.
//
// Footnotes are moved, not copied: who listens to the page or prints it finds them
// at the end of the text, as they stand in it. Of works there are copies for the
// eye, as the list of sources stays where it is.
(function () {
  "use strict";

  var WIDE = "(min-width: 88rem)";
  var GAP = 12; // pixels between two notes
  var FARTHEST = 240; // pixels below its mark at which a copy explains nothing any more

  function setUp(prose) {
    var section = prose.querySelector(":scope > .footnotes");
    var pairs = footnotes(section).concat(works());
    if (!pairs.length) return;
    var wide = window.matchMedia(WIDE);

    function footnotes(section) {
      if (!section) return [];
      var items = Array.from(section.querySelectorAll(":scope > ol > li"));
      var found = items.map(function (item) {
        var name = CSS.escape(item.id).replace(/\\/g, "");
        return { mark: prose.querySelector('a[role="doc-noteref"][href="#' + name + '"]'), note: item };
      });
      return found.every(function (pair) { return pair.mark; }) ? found : [];
    }

    function works() {
      var seen = new Set();
      var found = [];
      prose.querySelectorAll('a.cite[href^="#"]').forEach(function (mark) {
        if (seen.has(mark.hash) || mark.closest(".table, figure, .footnotes, .events, details:not([open])")) return;
        seen.add(mark.hash);
        var item = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
        var entry = item && item.closest(".sources li") && item.querySelector(".entry");
        if (!entry) return;
        var copy = document.createElement("p");
        copy.className = "margin-work";
        copy.setAttribute("aria-hidden", "true");
        copy.append.apply(copy, entry.cloneNode(true).childNodes);
        copy.querySelectorAll("a").forEach(function (link) { link.replaceWith.apply(link, link.childNodes); });
        copy.querySelectorAll("[id]").forEach(function (part) { part.removeAttribute("id"); });
        found.push({ mark: mark, note: copy, copy: true });
      });
      return found;
    }

    function arrange() {
      prose.classList.toggle("has-margin-notes", wide.matches);
      prose.style.minHeight = "";
      pairs.forEach(function (pair) {
        pair.note.style.top = "";
        pair.mark.removeAttribute("data-in-margin");
        if (!pair.copy) return;
        if (wide.matches) prose.appendChild(pair.note);
        else pair.note.remove();
        pair.note.hidden = false;
      });
      if (!wide.matches) return;
      var base = prose.getBoundingClientRect();
      var column = pairs[0].note.getBoundingClientRect();
      // What reaches into the margin, as wide tables and pictures do.
      var wideBlocks = Array.from(prose.children).filter(function (block) {
        if (block === section || block.classList.contains("margin-work")) return false;
        var box = block.getBoundingClientRect();
        return box.right > column.left && box.left < column.right;
      });
      var sorted = pairs.map(function (pair) {
        return { pair: pair, at: pair.mark.getClientRects()[0] };
      });
      sorted = sorted.filter(function (one) {
        if (!one.at && one.pair.copy) one.pair.note.hidden = true; // in a fold
        return one.at;
      });
      sorted.sort(function (a, b) { return a.at.top - b.at.top || a.at.left - b.at.left; });
      var free = 0;
      sorted.forEach(function (one) {
        var note = one.pair.note;
        var wanted = one.at.top - base.top;
        var top = Math.max(free, wanted);
        var height = note.offsetHeight;
        wideBlocks.forEach(function (block) {
          var box = block.getBoundingClientRect();
          if (top < box.bottom - base.top && top + height > box.top - base.top) top = box.bottom - base.top + 8;
        });
        if (one.pair.copy && (top - wanted > FARTHEST || top + height > base.height + FARTHEST)) {
          note.hidden = true;
          return;
        }
        note.style.top = top + "px";
        free = top + height + GAP;
        // Its card would say the same again.
        one.pair.mark.setAttribute("data-in-margin", "");
      });
      prose.style.minHeight = free + "px";
    }

    arrange();
    wide.addEventListener("change", arrange);
    if ("ResizeObserver" in window) {
      // The width: it is what lines are broken by. What unfolds changes the height.
      var width = 0;
      new ResizeObserver(function () {
        if (prose.offsetWidth === width) return;
        width = prose.offsetWidth;
        arrange();
      }).observe(prose);
    }
    prose.addEventListener("toggle", arrange, true);
    window.addEventListener("load", arrange);
    document.addEventListener("briefbook:update", arrange);
  }

  document.querySelectorAll("article > .prose").forEach(setUp);
})();
