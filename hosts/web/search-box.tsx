import { Field, Input } from "@fluentui/react-components";
import { type FormEvent, useEffect, useState } from "react";
import { navigate, type Place, withQuery } from "./router.tsx";

/** Searches when typing pauses, and at once on Enter. */
export function SearchBox({ place, label }: { place: Place; label: string }) {
	const given = place.query.get("search") ?? "";
	const [text, setText] = useState(given);
	useEffect(() => {
		if (text === given) return;
		const timer = setTimeout(() => navigate(withQuery(place, { search: text.trim() }), { replace: true }), 400);
		return () => clearTimeout(timer);
	}, [text, given, place]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		navigate(withQuery(place, { search: text.trim() }), { replace: true });
	};
	return (
		<form onSubmit={submit}>
			<Field label={label}>
				<Input type="search" value={text} onChange={(_, d) => setText(d.value)} />
			</Field>
		</form>
	);
}
