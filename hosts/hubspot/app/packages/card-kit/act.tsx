import { LoadingButton } from "@hubspot/ui-extensions";
import { useState } from "react";
import { useHost } from "./hooks.ts";
import { ask } from "./server.ts";
import type { Say } from "./words.ts";

/** A button that has our server do something, says what came of it, and waits meanwhile. */
export function Act<T>({
	path,
	body,
	label,
	said,
	t,
	then,
}: {
	path: string;
	/** Made at each click. */
	body(): Record<string, unknown>;
	label: string;
	said(data: T): string;
	t: Say;
	then(data: T): void;
}) {
	const host = useHost();
	const [isAtWork, setAtWork] = useState(false);
	const act = () => {
		setAtWork(true);
		void ask<T>(host, path, { method: "POST", body: body() }).then((answer) => {
			setAtWork(false);
			if (answer.state === "ok") {
				host.alert("success", said(answer.data));
				host.refresh();
				then(answer.data);
			} else host.alert("danger", answer.message || t("refused"));
		});
	};
	return (
		<LoadingButton loading={isAtWork} onClick={act} size="sm" variant="secondary">
			{label}
		</LoadingButton>
	);
}
