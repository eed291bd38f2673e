package io.github.defenderroutes.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What the benchmark tells a child, line by line: {@code await ALERTS LAST-ID}, {@code memory}; its end is the child's. */
final class Orders {
    interface Await {
        void until(int alerts, String last) throws Exception;
    }

    private Orders() {}

    static void obey(Await await) throws Exception {
        Say.it("started");
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            if (words[0].equals("await")) {
                await.until(Integer.parseInt(words[1]), words[2]);
            } else {
                Say.memory();
            }
        }
    }
}
