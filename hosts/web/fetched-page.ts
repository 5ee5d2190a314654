import { type ComponentType, lazy } from "react";

/** A page that is fetched when somebody first goes there. */
export function fetchedPage<Name extends string, Props>(
	load: () => Promise<{ [K in Name]: ComponentType<Props> }>,
	name: Name,
) {
	return lazy(() => load().then((module) => ({ default: module[name] })));
}
