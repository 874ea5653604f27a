// What makes the book more convenient where scripts run. Everything can be read
// and reached without; each part does nothing if its elements are not there.
(function () {
  "use strict";

  var root = document.documentElement;

  // The element that the part of an address after `#` names, if there is one.
  function named(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch (error) {
      return null; // A hand-made address with a stray `%`.
    }
  }

  // Colours: a button that changes between light and dark, and remembers.
  function setUpColours() {
    var button = document.querySelector(".theme-toggle");
    if (!button) return;
    var darkSystem = window.matchMedia("(prefers-color-scheme: dark)");
    button.hidden = false;
    button.addEventListener("click", function () {
      var now = root.getAttribute("data-theme") || (darkSystem.matches ? "dark" : "light");
      var next = now === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", next);
      try {
        localStorage.setItem("briefbook-theme", next);
      } catch (error) {
        // Not remembered then.
      }
    });
  }

  // Sections and contents: open where they stand beside the text, also in
  // browsers that cannot keep a folded element open by style alone.
  function setUpFolds() {
    function follow(selector, width) {
      var fold = document.querySelector(selector);
      if (!fold) return;
      var wide = window.matchMedia("(min-width: " + width + ")");
      fold.open = wide.matches;
      wide.addEventListener("change", function () {
        fold.open = wide.matches;
      });
    }
    follow(".sidebar", "62rem");
    follow(".contents", "80rem");
    // The current page comes into view within the list; the page itself stays.
    var sidebar = document.querySelector(".sidebar");
    var here = sidebar && sidebar.querySelector("[aria-current]");
    if (here && sidebar.open) {
      var list = sidebar.getBoundingClientRect();
      var item = here.getBoundingClientRect();
      if (item.bottom > list.bottom) sidebar.scrollTop += item.top - list.top - list.height / 3;
    }
  }

  // Contents: the heading that is being read is marked.
  function setUpContents() {
    var links = document.querySelectorAll(".contents a");
    if (!links.length || !("IntersectionObserver" in window)) return;
    var seen = new Map();
    var headings = [];
    links.forEach(function (link) {
      var heading = named(link.hash);
      if (heading) {
        headings.push(heading);
        seen.set(heading, link);
      }
    });
    var current = null;
    function mark() {
      // The last heading above a line a quarter down the window.
      var line = window.innerHeight / 4;
      var last = null;
      headings.forEach(function (heading) {
        if (heading.getBoundingClientRect().top <= line) last = heading;
      });
      var link = last && seen.get(last);
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      if (link) link.setAttribute("aria-current", "true");
      current = link;
    }
    var observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px", threshold: [0, 1] });
    headings.forEach(function (heading) {
      observer.observe(heading);
    });
    mark();
  }

  // Links to headings: following one also copies its address. How to cite the page
  // can be copied in both forms.
  function setUpCopying() {
    var word = document.body.getAttribute("data-word-copied");
    if (!navigator.clipboard || !word) return;
    var status = document.createElement("p");
    status.className = "toast";
    status.setAttribute("role", "status");
    document.body.appendChild(status);
    var timer = 0;
    function copy(text, said) {
      navigator.clipboard.writeText(text).then(
        function () {
          status.textContent = said;
          clearTimeout(timer);
          timer = setTimeout(function () {
            status.textContent = "";
          }, 2500);
        },
        function () {
          // The address stands in the address bar all the same, and text can be selected.
        }
      );
    }
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a.anchor");
      if (link) copy(link.href, word);
    });
    document.querySelectorAll(".cite-page > :is(p, pre)").forEach(function (form, at) {
      var cite = form.parentElement.dataset;
      if (!cite.copy) return; // A theme that has the part as it was.
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = cite.copy;
      form.id = form.id || "cite-page-" + (at + 1);
      button.setAttribute("aria-describedby", form.id);
      button.addEventListener("click", function () {
        copy(form.innerText.trim(), cite.copied);
      });
      form.after(button);
    });
  }

  // A link into something folded unfolds it.
  function setUpTargets() {
    function unfold() {
      var target = named(location.hash);
      for (var at = target; at; at = at.parentElement) {
        if (at.tagName === "DETAILS") at.open = true;
      }
      // Who comes to a work or a term asks where it is used.
      var uses = target && target.querySelector("details.cited-on, details.used-in");
      if (uses) uses.open = true;
    }
    window.addEventListener("hashchange", unfold);
    unfold();
  }

  // Paper cannot unfold anything.
  function setUpPrinting() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("main details:not([open])").forEach(function (details) {
        details.open = true;
        opened.push(details);
      });
    });
    window.addEventListener("afterprint", function () {
      opened.splice(0).forEach(function (details) {
        details.open = false;
      });
    });
  }

  setUpColours();
  setUpFolds();
  setUpContents();
  setUpCopying();
  setUpTargets();
  setUpPrinting();
})();
