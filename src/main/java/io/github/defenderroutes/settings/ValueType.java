package io.github.defenderroutes.settings;

import java.util.function.UnaryOperator;

/**
 * What a value must look like.
 *
 * @param shape how it is handed out
 * @param reading turns what a person wrote into the form routes want, or throws {@link InvalidValue}
 */
record ValueType(Shape shape, UnaryOperator<String> reading) {

    String read(String written) {
        return reading.apply(written);
    }
}
