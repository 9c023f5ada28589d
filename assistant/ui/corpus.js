// Runs once in the corpus page's upkeep, with Gradio's `element` and `trigger`. Sends the files that are dropped
// or chosen, one after another, and then asks for the index to be brought up to date.

const EVENTS = ["update_index", "rebuild_index", "roll_back"];
const zone = () => element.querySelector(".drop");
const say = (words) => { const line = element.querySelector(".sent"); if (line) line.textContent = words; };

element.addEventListener("click", (happening) => {
  const control = happening.target.closest("button[data-event]");
  if (control && EVENTS.includes(control.dataset.event)) trigger(control.dataset.event);
});

element.addEventListener("change", (happening) => {
  if (happening.target.matches(".drop input")) send([...happening.target.files]);
});

for (const moment of ["dragover", "dragleave", "drop"]) {
  element.addEventListener(moment, (happening) => {
    happening.preventDefault();
    zone()?.classList.toggle("over", moment === "dragover");
    if (moment === "drop" && !zone()?.classList.contains("busy")) send([...happening.dataTransfer.files]);
  });
}

async function send(files) {
  const refused = [];
  let kept = 0;
  for (const [place, file] of files.entries()) {
    say(`Sending ${place + 1} of ${files.length}: ${file.name}`);
    const answer = await post(file);
    if (answer.error) refused.push(answer.error);
    else kept += 1;
  }
  say(refused.join(" · "));
  if (kept) trigger("update_index");
}

async function post(file) {
  try {
    const sent = await fetch(new URL(`articles?name=${encodeURIComponent(file.name)}`, document.baseURI), {
      method: "POST", body: file, headers: { "X-Backfile": "add" },
    });
    const said = await sent.text();
    return sent.ok ? {} : { error: said.startsWith("{") ? JSON.parse(said).error : said };
  } catch {
    return { error: `${file.name} could not be sent; is the server running?` };
  }
}
