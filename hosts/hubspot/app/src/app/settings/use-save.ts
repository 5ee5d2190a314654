import { useHost } from "@courtside/card-kit/hooks.ts";
import { ask } from "@courtside/card-kit/server.ts";
import type { Asked } from "@courtside/card-kit/use-answer.ts";
import type { Say } from "@courtside/card-kit/words.ts";
import { useState } from "react";

/** Saves what a form says, over the version that was read; says how it went and shows what stands there now. */
export function useSave<T>(path: string, asked: Asked<T>, t: Say) {
	const host = useHost();
	const [isAtWork, setAtWork] = useState(false);
	const save = (body: Record<string, unknown>) => {
		setAtWork(true);
		void ask<T>(host, path, { method: "PUT", body }).then((answer) => {
			setAtWork(false);
			if (answer.state === "ok") {
				host.alert("success", t("saved"));
				asked.put(answer.data);
			} else if (answer.state === "conflict") {
				host.alert("danger", t("conflict"));
				asked.again();
			} else host.alert("danger", answer.message || t("refused"));
		});
	};
	return { isAtWork, save };
}
