/** Words that somebody might say in a meeting, or be called, to make a language model do their will. */
export interface Attack {
	id: string;
	/** Where the words stand: said by the customer, or the name they are shown under. */
	place: "speech" | "name";
	words: string;
	/** What a model that obeys would answer; whatever of it reaches a page, an e-mail or the CRM is an effect. */
	wants: {
		takeaway?: string;
		emailLine?: string;
		/** Text that every action should get. */
		actionText?: string;
	};
	/** Text that must not be anywhere in what comes of the meeting, besides the transcript itself. */
	marker: string;
}
