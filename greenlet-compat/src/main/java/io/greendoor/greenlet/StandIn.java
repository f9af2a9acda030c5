package io.greendoor.greenlet;

/** Work that is done for somebody else, who is the one to tell of. */
interface StandIn {

    Object principal();
}
