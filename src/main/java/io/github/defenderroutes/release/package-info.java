/**
 * Letting devices back in. A wish is written first, whoever has it: a person, the time set for it, or alerts that turned out
 * to be none. The route release-device then looks at the device, asks Defender once, and follow-isolations tells the end.
 */
package io.github.defenderroutes.release;
