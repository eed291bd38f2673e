package io.github.defenderroutes.web;

/** One address of the site. It may take its time: it is called on a thread that may wait for the database. */
interface Page {
    Reply answer(Visit visit);
}
