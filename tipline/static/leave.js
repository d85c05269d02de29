// Leaving with scripts: the page that is left is also replaced in this tab's history.
"use strict";
document.getElementById("leave").addEventListener("click", function (event) {
  event.preventDefault();
  window.location.replace(this.href);
});
