// Draws what the stand-in holds, and sends it what somebody does. Written without a library: it is read by people who learn the protocol.
const $ = (id) => document.getElementById(id);
const at = { user: "", channel: "home" };
let state = null;
let drawnModal = "";

async function refresh() {
	const next = await (await fetch(`/page/state?user=${at.user}`)).json();
	if (at.user === "" && next.users[0]) {
		at.user = next.users[0].id;
		return refresh();
	}
	if (JSON.stringify(next) === JSON.stringify(state)) return;
	state = next;
	draw();
}

async function act(deed) {
	const said = await (await fetch("/page/do", { method: "POST", body: JSON.stringify(deed) })).json();
	$("standing").textContent = said.fault ?? "";
	await refresh();
	return said;
}

function draw() {
	$("name").textContent = state.name;
	$("user").replaceChildren(
		...state.users.map((one) => make("option", { value: one.id, selected: one.id === at.user }, one.name)),
	);
	const im = state.channels.find((one) => one.im === at.user);
	const places = [
		["home", "Courtside, Home"],
		[im?.id ?? "", "Courtside, Messages"],
		...state.channels
			.filter((one) => !one.im)
			.map((one) => [one.id, `# ${one.name}${one.isShared ? " (shared)" : ""}`]),
	];
	$("channels").replaceChildren(
		...places.map(([id, name]) => {
			const button = make("button", { type: "button" }, name);
			if (id === at.channel) button.setAttribute("aria-current", "true");
			button.onclick = () => go(id);
			return button;
		}),
	);
	$("place").textContent = places.find(([id]) => id === at.channel)?.[1] ?? "";
	$("composer").hidden = at.channel === "home";
	const log = $("log");
	if (at.channel === "home")
		log.replaceChildren(...(state.home?.view.blocks ?? []).map((block) => blockOf(block, { view: state.home.id })));
	else {
		const channel = state.channels.find((one) => one.id === at.channel);
		const messages = channel?.messages ?? [];
		const ordered = messages
			.filter((one) => !one.threadTs)
			.flatMap((one) => [one, ...messages.filter((reply) => reply.threadTs === one.ts)]);
		log.replaceChildren(...ordered.map((one) => messageOf(one, channel)));
		log.scrollTop = log.scrollHeight;
	}
	drawModal();
}

function go(id) {
	at.channel = id;
	state = null;
	if (id === "home") void act({ what: "home", user: at.user }).then(() => setTimeout(refresh, 600));
	void refresh();
}

function messageOf(one, channel) {
	const who = one.user === state.bot ? "Courtside" : (state.users.find(({ id }) => id === one.user)?.name ?? one.user);
	const box = make("article", {
		className: `message${one.threadTs ? " reply" : ""}${one.ephemeralTo ? " ephemeral" : ""}`,
	});
	box.append(make("div", { className: "who" }, who));
	if (one.ephemeralTo) box.append(make("div", { className: "note" }, "Only visible to you"));
	if (one.blocks.length === 0) box.append(make("div", {}, one.text));
	box.append(...one.blocks.map((block) => blockOf(block, { channel: channel.id, ts: one.ts })));
	for (const card of Object.values(one.unfurls))
		box.append(...(card.blocks ?? []).map((block) => blockOf(block, { channel: channel.id, ts: one.ts })));
	if (one.editedTs) box.append(make("div", { className: "note" }, "(edited)"));
	if (!one.ephemeralTo && one.user !== state.bot) {
		const shortcut = make("button", { type: "button" }, "Make an action item");
		shortcut.onclick = () => act({ what: "shortcut", user: at.user, channel: channel.id, ts: one.ts });
		const line = make("div", { className: "actions" });
		line.append(shortcut);
		box.append(line);
	}
	return box;
}

function blockOf(block, where) {
	if (block.type === "header") return make("div", { className: "header" }, block.text.text);
	if (block.type === "divider") return make("hr");
	if (block.type === "section") {
		const box = make("div", { className: "section" });
		const words = make("div", { className: "words" });
		marked(words, block.text?.text ?? "");
		box.append(words);
		if (block.accessory) box.append(...elementOf(block.accessory, block, where));
		return box;
	}
	if (block.type === "context") {
		const box = make("div", { className: "context" });
		for (const one of block.elements) marked(box, one.text);
		return box;
	}
	if (block.type === "data_visualization") return chartOf(block);
	const box = make("div", { className: "actions" });
	box.append(...(block.elements ?? []).flatMap((one) => elementOf(one, block, where)));
	return box;
}

function elementOf(element, block, where) {
	const press = (action) =>
		act({
			what: "press",
			user: at.user,
			...where,
			action: { type: element.type, action_id: element.action_id, block_id: block.block_id, ...action },
		}).then(() => setTimeout(refresh, 400));
	if (element.type === "button") {
		const button = make("button", { type: "button" }, element.text.text);
		button.onclick = () => {
			if (element.url) window.open(element.url, "_blank", "noopener");
			void press({ value: element.value ?? "", text: element.text });
		};
		return [button];
	}
	if (element.type === "overflow") {
		const menu = make("select", { ariaLabel: "More" });
		menu.append(
			make("option", { value: "" }, "⋯"),
			...element.options.map((one) => make("option", { value: one.value }, one.text.text)),
		);
		menu.onchange = () => press({ selected_option: element.options.find((one) => one.value === menu.value) });
		return [menu];
	}
	if (element.type === "feedback_buttons")
		return [element.positive_button, element.negative_button].map((one, k) => {
			const button = make("button", { type: "button" }, `${k === 0 ? "👍" : "👎"} ${one.text.text}`);
			button.onclick = () => press({ value: one.value });
			return button;
		});
	return [];
}

function chartOf(block) {
	const box = make("figure", { className: "chart" });
	box.append(make("figcaption", {}, `${block.title} (${block.chart.axis_config.y_label ?? ""})`));
	const data = block.chart.series[0].data;
	const most = Math.max(1, ...data.map((one) => one.value));
	for (const one of data) {
		const bar = make("div", { className: "bar" });
		const line = make("i");
		line.style.inlineSize = `${(Math.max(0, one.value) / most) * 100}%`;
		bar.append(make("span", {}, one.label), line, make("span", {}, one.value.toLocaleString()));
		box.append(bar);
	}
	return box;
}

function drawModal() {
	const dialog = $("modal");
	const key = JSON.stringify(state.modal);
	if (key === drawnModal) return;
	drawnModal = key;
	if (!state.modal) return dialog.close();
	const { id, view } = state.modal;
	const form = make("form");
	form.append(make("h2", { id: "modal-title" }, view.title.text));
	for (const block of view.blocks) form.append(block.type === "input" ? fieldOf(block) : blockOf(block, { view: id }));
	const line = make("div", { className: "actions" });
	if (view.submit) line.append(make("button", { type: "submit" }, view.submit.text));
	const close = make("button", { type: "button" }, view.close?.text ?? "Close");
	close.onclick = () => act({ what: "close", view: id });
	line.append(close);
	form.append(line);
	form.onsubmit = async (event) => {
		event.preventDefault();
		const values = Object.fromEntries(
			view.blocks
				.filter((block) => block.type === "input")
				.map((block) => [block.block_id, { [block.element.action_id]: filledIn(block, form) }]),
		);
		const { errors = {} } = await act({ what: "submit", view: id, values });
		for (const old of form.querySelectorAll(".fault")) old.remove();
		for (const [block, words] of Object.entries(errors))
			form.querySelector(`[data-block="${block}"]`)?.append(make("div", { className: "fault" }, words));
	};
	dialog.replaceChildren(form);
	if (!dialog.open) dialog.showModal();
}

function fieldOf({ block_id, label, element, optional }) {
	const box = make("div", { className: "field" });
	box.dataset.block = block_id;
	const id = `field-${block_id}`;
	box.append(make("label", { htmlFor: id }, label.text + (optional ? " (optional)" : "")));
	if (element.type === "checkboxes") {
		const on = (element.initial_options ?? []).map((one) => one.value);
		for (const one of element.options) {
			const line = make("div");
			const input = make("input", {
				type: "checkbox",
				value: one.value,
				checked: on.includes(one.value),
				id: `${id}-${one.value}`,
			});
			const words = make("label", { htmlFor: input.id }, one.text.text);
			words.style.display = "inline";
			line.append(input, words);
			box.append(line);
		}
		return box;
	}
	const input =
		element.type === "static_select" ? make("select", { id }) : make(element.multiline ? "textarea" : "input", { id });
	if (element.type === "static_select")
		for (const one of element.options)
			input.append(
				make("option", { value: one.value, selected: element.initial_option?.value === one.value }, one.text.text),
			);
	else {
		if (!element.multiline) input.type = { datepicker: "date", timepicker: "time" }[element.type] ?? "text";
		input.value = element.initial_value ?? element.initial_date ?? element.initial_time ?? "";
	}
	box.append(input);
	return box;
}

function filledIn({ block_id, element }, form) {
	const box = form.querySelector(`[data-block="${block_id}"]`);
	if (element.type === "checkboxes")
		return {
			type: "checkboxes",
			selected_options: element.options.filter((one) => box.querySelector(`input[value="${one.value}"]`).checked),
		};
	const { value } = box.querySelector("input, textarea, select");
	if (element.type === "static_select")
		return { type: "static_select", selected_option: element.options.find((one) => one.value === value) ?? null };
	if (element.type === "datepicker") return { type: "datepicker", selected_date: value || null };
	if (element.type === "timepicker") return { type: "timepicker", selected_time: value || null };
	return { type: element.type, value: value || null };
}

/** Bold, code and links of Slack's markup; everything else is text. */
function marked(box, text) {
	for (const part of text.split(/(\*[^*\n]+\*|`[^`\n]*`|<[^>|]+\|[^>]+>)/)) {
		const link = /^<([^>|]+)\|([^>]+)>$/.exec(part);
		if (link) box.append(make("a", { href: link[1], target: "_blank", rel: "noopener" }, plain(link[2])));
		else if (/^\*.+\*$/.test(part)) box.append(make("strong", {}, plain(part.slice(1, -1))));
		else if (/^`.*`$/.test(part)) box.append(make("code", {}, plain(part.slice(1, -1))));
		else box.append(plain(part));
	}
}

function plain(text) {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function make(tag, properties = {}, text) {
	const element = Object.assign(document.createElement(tag), properties);
	if (text !== undefined) element.textContent = text;
	return element;
}

$("user").onchange = () => {
	at.user = $("user").value;
	go("home");
};
$("composer").onsubmit = (event) => {
	event.preventDefault();
	const text = $("text").value.trim();
	if (text === "") return;
	$("text").value = "";
	void act({ what: "say", user: at.user, channel: at.channel, text });
};
setInterval(() => void refresh(), 1500);
void refresh().then(() => go("home"));
