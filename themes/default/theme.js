// Puts the colours that the reader chose last on the page before it is drawn.
// Without a choice the page follows the system.
(function () {
  "use strict";
  try {
    var chosen = localStorage.getItem("briefbook-theme");
    if (chosen === "light" || chosen === "dark") {
      document.documentElement.setAttribute("data-theme", chosen);
    }
  } catch (error) {
    // Storage is refused in some private windows and folders: nothing is lost.
  }
})();
