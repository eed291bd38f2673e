package io.github.defenderroutes.guardrails;

import java.util.List;

/**
 * What rules there are.
 *
 * @param file the file, as the settings name it
 * @param exists whether there is one; without it a person decides on every device
 * @param text as it was read; empty if there is no file
 * @param sha256 of the text, in hexadecimal
 * @param rules how many
 * @param warnings what their author should know, in the order of the file
 * @param listsServers whether devices that are never cut off are listed by name, or by a tag besides {@code no-isolation}
 * @param readsDomainAdmin whether a rule asks who has logged on to the device, which costs a call and a permission
 */
public record WrittenRules(
        String file,
        boolean exists,
        String text,
        String sha256,
        int rules,
        List<Remark> warnings,
        boolean listsServers,
        boolean readsDomainAdmin) {}
