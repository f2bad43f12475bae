//! Logarithm and logistic function from the four operations alone: the same result on every platform.

/// How often [`exp`] squares.
const SQUARINGS: i32 = 10;

/// Natural logarithm of a positive normal number, to about six digits.
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let series = 1.0 + square * (1.0 / 3.0 + square * (0.2 + square / 7.0));
    exponent as f32 * std::f32::consts::LN_2 + 2.0 * t * series
}

/// `1 / (1 + e^-x)`.
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `(1 + x/n)^n` with n = 2^10; exact enough to rank and compare with a threshold.
fn exp(x: f32) -> f32 {
    let mut power = (1.0 + x / (1 << SQUARINGS) as f32).max(0.0);
    for _ in 0..SQUARINGS {
        power *= power;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approximations_are_close() {
        for x in [0.1_f32, 0.5, 1.0, 2.0, 10.0, 3000.0] {
            assert!((ln(x) - x.ln()).abs() < 1e-3, "ln {x}");
        }
        for x in [-8.0_f32, -2.0, -0.5, 0.0, 0.5, 2.0, 8.0] {
            assert!((logistic(x) - 1.0 / (1.0 + (-x).exp())).abs() < 3e-3, "logistic {x}");
        }
    }
}
