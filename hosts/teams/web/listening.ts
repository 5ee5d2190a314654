/** Whether the frame may have the microphone at all: what its policy says, which a permission asked for does not change. */
export type MicrophonePolicy = "allowed" | "blocked" | "unsaid";

/**
 * Asks the policy, not the permission: in a frame that Teams gives no microphone to, the permission still says "granted"
 * and taking it fails. Where a browser has no policy to ask, only trying tells.
 */
export function microphonePolicy(): MicrophonePolicy {
	if (!navigator.mediaDevices?.getUserMedia) return "blocked";
	const asked = document as Document & {
		featurePolicy?: { allowsFeature(name: string): boolean };
		permissionsPolicy?: { allowsFeature(name: string): boolean };
	};
	const policy = asked.permissionsPolicy ?? asked.featurePolicy;
	if (!policy) return "unsaid";
	return policy.allowsFeature("microphone") ? "allowed" : "blocked";
}

/** Sound of another tab is shared only with a page of its own. */
export function canShareTab(): boolean {
	return window.parent === window && Boolean(navigator.mediaDevices?.getDisplayMedia);
}
