/** Something that only the person at the command line can mend; the message says how. The command ends with 2. */
export class InputFault extends Error {}
