/* The keys of the presentation: they turn its screens wherever the focus is.

   The framework's shortcuts are silent while a field, a menu or a slider has the focus, and presenters leave
   it where they last clicked. Page Up and Page Down, which remote controls send, always turn the screen; the
   arrows to the sides and the space bar do where the control in focus has no use for them. */
"use strict"
const WAYS = { PageDown: "PageDown", ArrowRight: "PageDown", " ": "PageDown", PageUp: "PageUp", ArrowLeft: "PageUp" }
const WRITTEN = "input:not([type=range]), textarea, [contenteditable=true]"
const OWN_ARROWS = "input, textarea, select, canvas, [contenteditable=true], [role=listbox], [role=tablist], " +
  "[role=radiogroup], [role=toolbar], [role=menu], [role=grid]"
const OWN_SPACE = `${OWN_ARROWS}, button, a, summary, [role=button]`

addEventListener("keydown", event => {
  const way = WAYS[event.key]
  const presented = document.querySelector(".st-key-leave-the-presentation")
  if (!way || !presented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
  const button = document.querySelector(`.st-key-story-${way} button`)
  const focused = event.target instanceof Element ? event.target : document.body
  const owned = event.key === " " ? OWN_SPACE : OWN_ARROWS
  if (!button || (event.key !== way && focused.closest(owned))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  // A key held down turns one screen; an open menu would otherwise cover the next.
  if (event.repeat) return
  if (focused.getAttribute("aria-expanded") === "true" && focused instanceof HTMLInputElement) focused.blur()
  button.click()
}, true)

/* F fills the screen, and gives it back; Esc gives it back too, and leaves the presentation where it is. */
addEventListener("keydown", event => {
  if (event.key !== "f" && event.key !== "F") return
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
  if (!document.querySelector(".st-key-stage-bar")) return
  if (event.target instanceof Element && event.target.closest(WRITTEN)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (document.fullscreenElement) document.exitFullscreen()
  else document.documentElement.requestFullscreen().catch(() => {})
}, true)

/* The controls of the presentation show while the hand moves, and a moment longer. */
const REST = 2500
let resting
addEventListener("pointermove", () => {
  document.documentElement.dataset.hand = ""
  clearTimeout(resting)
  resting = setTimeout(() => delete document.documentElement.dataset.hand, REST)
}, { passive: true })

/* The menu writes the bare address of a page, and the page then the one that reproduces it: two entries of the
   history for one page, of which the first is passed over, so that one step back is one page back. */
const pushed = history.pushState.bind(history)
history.pushState = (state, unused, url) => {
  const there = new URL(url ?? "", location.href)
  const same = there.pathname === location.pathname
  if (same && !location.search && there.search) history.replaceState(state, unused, url)
  else pushed(state, unused, url)
}

/* The name of the workspace last open, for whoever comes back by the bare address: read by this server only. */
const PLACE = "vigie_workspace"
const remembered = () => {
  const name = new URLSearchParams(location.search).get("w")
  if (!name || !/^[a-z0-9][a-z0-9-]{2,39}$/.test(name)) return
  const sealed = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `${PLACE}=${name}; Path=/; Max-Age=31536000; SameSite=Lax${sealed}`
}
const rewritten = history.replaceState.bind(history)
history.replaceState = (...given) => { rewritten(...given); remembered() }
const gone_on = history.pushState
history.pushState = (...given) => { gone_on(...given); remembered() }
remembered()
