/* Takes the first paint away when the live page shows the same, and keeps the declared language true.

   The server sends answer and picture before any script runs (ui/outlets/first.py). They stand above the live
   page while that is being drawn beneath them, and go once it has drawn its answer and its picture. */
"use strict"
const first = document.getElementById("vigie-first")
const text = node => (node?.textContent ?? "").replace(/\s+/g, " ").trim()

const drawn = () => {
  const answer = text(document.querySelector(".st-key-answer"))
  if (!answer) return false
  if (!first.hasAttribute("data-picture")) return true
  return Boolean(document.querySelector("[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"))
}
const ended = () => {
  const app = document.querySelector("[data-testid=stApp]")
  return app?.getAttribute("data-test-script-state") === "notRunning" && Boolean(text(app))
}

if (first) {
  let waited = 0
  const leave = () => {
    clearInterval(watch)
    first.setAttribute("aria-busy", "false")
    // Two frames: what was put into the page is then on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => first.remove()))
  }
  const watch = setInterval(() => {
    waited += 1
    // A page that has ended without a picture has its reasons, and after twenty seconds it speaks for itself.
    if (drawn() || (ended() && waited > 20) || waited > 400) leave()
  }, 50)
  addEventListener("popstate", leave, { once: true })
}

/* The page declares the language that it speaks, also after the reader has changed it. */
const declare = () => {
  const spoken = new URLSearchParams(location.search).get("lang")
  const page = document.documentElement
  if (!document.querySelector(`link[hreflang="${CSS.escape(spoken ?? "")}"]`)) return
  page.lang = spoken
  // A language that is read from the right turns the page; where there is none, it has no direction to keep.
  const turned = page.dataset.fromTheRight
  if (turned) page.dir = turned.split(" ").includes(spoken) ? "rtl" : "ltr"
}
for (const name of ["pushState", "replaceState"]) {
  const change = history[name].bind(history)
  history[name] = (...given) => {
    change(...given)
    declare()
  }
}
addEventListener("popstate", declare)
