import { SearchRegular } from "@fluentui/react-icons/svg/search";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe } from "../portal-context.tsx";
import { Link, navigate, usePlace } from "../router.tsx";
import { addressOf, type Destination } from "./hit-address.ts";
import { recentOf, rememberRecent } from "./recent.ts";
import { type Group, SearchList } from "./search-list.tsx";
import { useSearch } from "./use-search.ts";
import "./search.css";

/**
 * The search of every page: "/" or Ctrl+K puts the cursor in, arrows go through what was found, Enter opens it, or all
 * results when none is picked. A combobox with a list, as ARIA describes them.
 */
export function SearchField() {
	const { t } = useSpeech();
	const me = useMe();
	const { path } = usePlace();
	const listId = useId();
	const field = useRef<HTMLInputElement>(null);
	const [text, setText] = useState("");
	const [isOpen, setOpen] = useState(false);
	const [picked, setPicked] = useState(-1);
	const wanted = text.trim();
	const found = useSearch(wanted, isOpen);
	const groups = isOpen ? groupsOf(wanted, found.text === wanted ? found.answer : null, recentOf(me.id)) : [];
	const all = groups.flatMap((group) => group.items);
	useShortcut(field);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the list
	useEffect(() => setOpen(false), [path]);

	const open = (item: Destination) => {
		rememberRecent(me.id, item);
		setText("");
		close();
		navigate(addressOf(item, me.permissions));
	};
	const close = () => {
		setOpen(false);
		setPicked(-1);
	};
	const press = (event: KeyboardEvent) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step !== undefined) {
			event.preventDefault();
			setOpen(true);
			// One place more than there are hits: the field itself.
			if (all.length > 0) setPicked(((picked + 1 + step + all.length + 1) % (all.length + 1)) - 1);
		} else if (event.key === "Escape") {
			if (isOpen) close();
			else setText("");
		} else if (event.key === "Enter") {
			const item = all[picked];
			if (item) open(item);
			else if (wanted) {
				close();
				navigate(`/search?q=${encodeURIComponent(wanted)}`);
			}
		}
	};
	const isFresh = found.text === wanted;
	const shown = all[picked] ? `${listId}-${picked}` : undefined;
	return (
		<search className="finder">
			<SearchRegular aria-hidden className="finder-sign" />
			<input
				ref={field}
				type="text"
				role="combobox"
				aria-label={t("search.everything")}
				aria-expanded={isOpen && groups.length > 0}
				aria-controls={listId}
				aria-autocomplete="list"
				aria-activedescendant={shown}
				aria-keyshortcuts="/ Control+K"
				autoComplete="off"
				spellCheck={false}
				placeholder={t("search.everything")}
				maxLength={120}
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					setOpen(true);
					setPicked(-1);
				}}
				onFocus={() => setOpen(true)}
				onBlur={close}
				onKeyDown={press}
			/>
			<span className="finder-key" aria-hidden="true">
				/
			</span>
			<SearchList
				id={listId}
				groups={groups}
				picked={picked}
				onPick={setPicked}
				onOpen={open}
				note={noteOf(isOpen && wanted !== "", isFresh, found.failed, all.length)}
				all={wanted}
				onAll={() => {
					close();
					navigate(`/search?q=${encodeURIComponent(wanted)}`);
				}}
				isSimilar={isFresh && (found.answer?.isSimilar ?? false)}
			/>
		</search>
	);
}

/** On a narrow page a search has no room in the bar: the way to its own page. */
export function SearchWay() {
	const { t } = useSpeech();
	return (
		<Link to="/search" className="finder-way" aria-label={t("search.title")}>
			<SearchRegular aria-hidden />
		</Link>
	);
}

function groupsOf(wanted: string, answer: ReturnType<typeof useSearch>["answer"], recent: Destination[]): Group[] {
	if (wanted === "") return recent.length > 0 ? [{ kind: "recent", items: recent }] : [];
	return (answer?.groups ?? []).map(({ kind, hits }) => ({ kind, items: hits.map((hit) => ({ ...hit, kind })) }));
}

function noteOf(
	isAsking: boolean,
	isFresh: boolean,
	failed: boolean,
	count: number,
): "none" | "failed" | "looking" | null {
	if (!isAsking) return null;
	if (!isFresh) return "looking";
	return failed ? "failed" : count === 0 ? "none" : null;
}

function useShortcut(field: { current: HTMLInputElement | null }): void {
	useEffect(() => {
		const press = (event: globalThis.KeyboardEvent) => {
			const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
			const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
			if (!isK && !isSlash) return;
			event.preventDefault();
			// Out of sight on a narrow page, where search has a page of its own.
			if (field.current?.offsetParent === null) navigate("/search");
			else field.current?.select();
		};
		addEventListener("keydown", press);
		return () => removeEventListener("keydown", press);
	}, [field]);
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
	);
}
