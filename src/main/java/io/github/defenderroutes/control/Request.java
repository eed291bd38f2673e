package io.github.defenderroutes.control;

import java.util.List;

/** What is asked through the control port, as it stands on the wire. */
record Request(String user, List<String> words) {}
