/** What is told while a card is dragged. */
export interface DragHearer {
	/** It is being dragged, over this stage's column or over none. */
	over(stageId: string | null): void;
	/** Let go over a column. Not called when it is let go elsewhere. */
	drop(stageId: string): void;
	/** Last, however it ended. */
	end(): void;
}

/** So far a mouse moves before a press becomes a drag; a finger that moves so far before HOLD_MS wants to scroll. */
const SLACK_PX = 6;
const HOLD_MS = 350;
const EDGE_PX = 56;
const SCROLL_PX = 14;

/**
 * Drags a card by mouse, pen or finger (hold to pick up), beginning with a press on it. Pointer events rather than the
 * browser's own drag and drop, which no touch screen has. Columns are known by `data-stage`, what scrolls by
 * `data-board-scroll`.
 */
export function dragCard(card: HTMLElement, press: PointerEvent, hearer: DragHearer): void {
	const isTouch = press.pointerType === "touch";
	const scroller = card.closest<HTMLElement>("[data-board-scroll]");
	let ghost: HTMLElement | null = null;
	let over: string | null = null;
	let at = { x: press.clientX, y: press.clientY };
	let frame = 0;
	const hold = isTouch ? setTimeout(pickUp, HOLD_MS) : undefined;

	function pickUp(): void {
		const { left, top, width } = card.getBoundingClientRect();
		ghost = card.cloneNode(true) as HTMLElement;
		ghost.classList.add("board-ghost");
		ghost.setAttribute("aria-hidden", "true");
		ghost.inert = true;
		Object.assign(ghost.style, { left: `${left}px`, top: `${top}px`, width: `${width}px` });
		// Where theme and direction hold.
		card.closest(".portal")?.append(ghost);
		document.documentElement.classList.add("is-dragging");
		frame = requestAnimationFrame(scrollAtEdge);
		hearer.over(null);
	}

	function follow(): void {
		if (!ghost) return;
		ghost.style.transform = `translate(${at.x - press.clientX}px, ${at.y - press.clientY}px)`;
		const column = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>("[data-stage]");
		const stage = column?.dataset["stage"] ?? null;
		if (stage !== over) hearer.over(stage);
		over = stage;
	}

	function scrollAtEdge(): void {
		if (!ghost) return;
		frame = requestAnimationFrame(scrollAtEdge);
		if (!scroller) return;
		const { left, right } = scroller.getBoundingClientRect();
		const way = at.x < left + EDGE_PX ? -1 : at.x > right - EDGE_PX ? 1 : 0;
		if (way === 0) return;
		scroller.scrollBy(way * SCROLL_PX, 0);
		follow();
	}

	function moved(event: PointerEvent): void {
		if (event.pointerId !== press.pointerId) return;
		at = { x: event.clientX, y: event.clientY };
		const far = Math.hypot(at.x - press.clientX, at.y - press.clientY) > SLACK_PX;
		if (!ghost && far && isTouch) stop();
		else if (!ghost && far) pickUp();
		follow();
	}

	function released(event: PointerEvent): void {
		if (event.pointerId !== press.pointerId) return;
		const target = ghost && over;
		if (ghost) addEventListener("click", swallow, { capture: true, once: true });
		// Where the release makes no click, the next one is meant.
		setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
		stop();
		if (target) hearer.drop(target);
	}

	function swallow(event: Event): void {
		event.preventDefault();
		event.stopPropagation();
	}
	function keyed(event: KeyboardEvent): void {
		if (event.key === "Escape") stop();
	}
	/** A picked up card moves; the page under it must not scroll, nor open a menu. */
	function hush(event: Event): void {
		if (ghost) event.preventDefault();
	}

	function stop(): void {
		clearTimeout(hold);
		cancelAnimationFrame(frame);
		ghost?.remove();
		ghost = null;
		document.documentElement.classList.remove("is-dragging");
		removeEventListener("pointermove", moved);
		removeEventListener("pointerup", released);
		removeEventListener("pointercancel", stop);
		removeEventListener("keydown", keyed);
		removeEventListener("contextmenu", hush);
		card.removeEventListener("touchmove", hush);
		hearer.end();
	}

	addEventListener("pointermove", moved);
	addEventListener("pointerup", released);
	addEventListener("pointercancel", stop);
	addEventListener("keydown", keyed);
	addEventListener("contextmenu", hush);
	card.addEventListener("touchmove", hush, { passive: false });
}
